#pragma once
// Text in Inter, measured and set by Pango; where Inter lacks a character, what fontconfig has.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "reports/words.hpp"

using PangoAttrList = struct _PangoAttrList;
using PangoContext = struct _PangoContext;
using PangoLayout = struct _PangoLayout;

namespace reports {

struct Font {
    double size;  // of the em, in the units of the drawing
    bool bold = false;
    bool tabular = false;  // figures below each other
};

struct Unref {
    void operator()(void* object) const;
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

enum class Side { left, right };

struct Room {
    double width;
    double height;
    Side side = Side::left;
};

// Not for two threads at once.
class Typesetter {
public:
    explicit Typesetter(Language language);

    // The sum of its characters', so hardly ever less than what it takes when set; of several lines
    // the widest.
    double width(std::string_view text, const Font& font) const;
    // Of its longest word.
    double word_width(std::string_view text, const Font& font) const;
    double line_height(const Font& font) const;

    // On as many lines as it has, or as the room makes of it; what is too long for the room ends
    // with "…". Not to be changed: what lists say again and again is set once.
    Layout set(std::string_view text, const Font& font, std::optional<Room> room = {}) const;

private:
    struct Attributes {
        void operator()(PangoAttrList* list) const;
    };
    struct Face {
        mutable std::unordered_map<std::uint32_t, double> advances;  // at size 1
        double line_height = 0;
    };
    static std::size_t index_of(const Font& font);
    const Face& face(const Font& font) const { return faces_[index_of(font)]; }
    double advance(const Face& face, const Font& font, std::uint32_t character) const;
    Layout made(std::string_view text, const Font& font, const std::optional<Room>& room) const;

    std::unique_ptr<PangoContext, Unref> context_;
    std::unique_ptr<PangoAttrList, Attributes> plain_;
    std::unique_ptr<PangoAttrList, Attributes> tabular_;
    std::array<Face, 4> faces_;
    mutable std::unordered_map<std::string, Layout> known_;
};

double width_of(const Layout& layout);
double height_of(const Layout& layout);

}  // namespace reports
