#include "reports/typesetter.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <pango/pangocairo.h>

namespace reports {
namespace {

constexpr double measured_size = 1000;

PangoAttrList* attributes(const char* features) {
    PangoAttrList* list = pango_attr_list_new();
    pango_attr_list_insert(list, pango_attr_font_features_new(features));
    // What is broken within a word is a code or a name: a hyphen would be read as part of it.
    pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
    return list;
}

struct FreeDescription {
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};

// All that makes a layout what it is.
std::string key_of(std::string_view text, const Font& font, const std::optional<Room>& room) {
    std::string key(text);
    const auto add = [&key](double number) {
        std::array<char, sizeof number> bytes;
        std::memcpy(bytes.data(), &number, sizeof number);
        key.append(bytes.data(), bytes.size());
    };
    add(font.size);
    key += font.bold ? 'b' : ' ';
    key += font.tabular ? 't' : ' ';
    if (room) {
        add(room->width);
        add(room->height);
        key += room->side == Side::left ? 'l' : 'r';
    }
    return key;
}

}  // namespace

void Unref::operator()(void* object) const { g_object_unref(object); }

void Typesetter::Attributes::operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }

Typesetter::Typesetter(Language language)
    : context_(pango_font_map_create_context(pango_cairo_font_map_get_default())),
      // Inter would make an arrow of "->" and a cross of the x in "10x20".
      plain_(attributes("calt=0")),
      tabular_(attributes("calt=0, tnum=1")) {
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    // Else it would be the language of the machine.
    pango_context_set_language(context_.get(),
                               pango_language_from_string(std::string(tag_of(language)).c_str()));
    for (const bool bold : {false, true}) {
        for (const bool tabular : {false, true}) {
            const Font font{measured_size, bold, tabular};
            faces_[index_of(font)].line_height = height_of(made("Å", font, {})) / measured_size;
        }
    }
}

std::size_t Typesetter::index_of(const Font& font) {
    return (font.bold ? 2U : 0U) + (font.tabular ? 1U : 0U);
}

double Typesetter::advance(const Face& face, const Font& font, std::uint32_t character) const {
    const auto known = face.advances.find(character);
    if (known != face.advances.end()) return known->second;
    char bytes[6];
    const int length = g_unichar_to_utf8(character, bytes);
    int width = 0;
    const Layout layout =
        set({bytes, static_cast<std::size_t>(length)}, {measured_size, font.bold, font.tabular});
    pango_layout_get_size(layout.get(), &width, nullptr);
    return face.advances[character] = width / (measured_size * PANGO_SCALE);
}

double Typesetter::width(std::string_view text, const Font& font) const {
    const Face& its = face(font);
    double widest = 0;
    double line = 0;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        line = c == '\n' ? 0 : line + advance(its, font, c);
        widest = std::max(widest, line);
    }
    return widest * font.size;
}

double Typesetter::word_width(std::string_view text, const Font& font) const {
    double widest = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
        widest = std::max(widest, width(text.substr(0, end), font));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return widest;
}

double Typesetter::line_height(const Font& font) const {
    return face(font).line_height * font.size;
}

Layout Typesetter::set(std::string_view text, const Font& font, std::optional<Room> room) const {
    constexpr std::size_t most = 4096;
    if (known_.size() >= most) known_.clear();
    Layout& known = known_[key_of(text, font, room)];
    if (known == nullptr) known = made(text, font, room);
    return Layout(PANGO_LAYOUT(g_object_ref(known.get())));
}

Layout Typesetter::made(std::string_view text, const Font& font,
                        const std::optional<Room>& room) const {
    Layout layout(pango_layout_new(context_.get()));
    const std::unique_ptr<PangoFontDescription, FreeDescription> description(
        pango_font_description_new());
    pango_font_description_set_family_static(description.get(), "Inter");
    pango_font_description_set_weight(description.get(),
                                      font.bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(description.get(), font.size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), description.get());
    pango_layout_set_attributes(layout.get(), font.tabular ? tabular_.get() : plain_.get());
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    if (room) {
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        pango_layout_set_width(layout.get(), static_cast<int>(room->width * PANGO_SCALE));
        pango_layout_set_height(layout.get(), static_cast<int>(room->height * PANGO_SCALE));
        pango_layout_set_alignment(layout.get(),
                                   room->side == Side::left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
    }
    return layout;
}

double width_of(const Layout& layout) {
    int width = 0;
    pango_layout_get_size(layout.get(), &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
}

double height_of(const Layout& layout) {
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

}  // namespace reports
