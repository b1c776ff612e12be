#include "messages/letter.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <vector>

#include <cairo/cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include "messages/letter_words.hpp"
#include "messages/pdf_language.hpp"

namespace messages {
namespace {

// Everything is measured in millimetres, as paper is, but the size of letters in points.
constexpr double points = 72 / 25.4;
constexpr double page_width = 210;
constexpr double page_height = 297;
constexpr double left = 25;
constexpr double text_width = 160;
constexpr double text_bottom = 272;
constexpr double head_top = 15;
constexpr double window_width = 77;     // 25 to 102, within the window's 20 to 105
constexpr double return_line_top = 57;  // within the window's upper 17.7 mm
constexpr double recipient_top = 63;    // the window's lower part
constexpr double recipient_height = 26.5;
constexpr double date_top = 98;
constexpr double later_top = 25;  // on the second page and those after
constexpr double footer_top = 282;
constexpr double between_paragraphs = 3.2;
constexpr double text_size = 10.5;
constexpr double small_size = 7.5;

template <class T, void (*destroy)(T*)>
struct Delete {
    void operator()(T* object) const { destroy(object); }
};
using Surface = std::unique_ptr<cairo_surface_t, Delete<cairo_surface_t, cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Delete<cairo_t, cairo_destroy>>;
using Options =
    std::unique_ptr<cairo_font_options_t, Delete<cairo_font_options_t, cairo_font_options_destroy>>;
using Font = std::unique_ptr<PangoFontDescription,
                             Delete<PangoFontDescription, pango_font_description_free>>;

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;
using Shaping = std::unique_ptr<PangoContext, Unref>;

enum class Weight { normal, bold };

// Well-formed, and without what would be drawn as boxes. Line breaks stay, tabs become blanks.
std::string printable(std::string_view text) {
    const std::unique_ptr<gchar, decltype(&g_free)> valid(
        g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), g_free);
    std::string result;
    for (const char* at = valid.get(); *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        if (c == '\t') {
            result += ' ';
            continue;
        }
        if (c != '\n' && g_unichar_iscntrl(c) != FALSE) continue;
        result.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    }
    return result;
}

std::vector<std::string> paragraphs(std::string_view text) {
    std::vector<std::string> all;
    std::string rest = printable(text);
    while (!rest.empty()) {
        const auto end = rest.find("\n\n");
        std::string one = rest.substr(0, end);
        rest.erase(0, end == std::string::npos ? rest.size() : end + 2);
        while (one.starts_with('\n')) one.erase(0, 1);
        while (one.ends_with('\n')) one.pop_back();
        if (!one.empty()) all.push_back(std::move(one));
    }
    return all;
}

std::string place_of(const PostalAddress& address) {
    return address.postal_code + (address.postal_code.empty() ? "" : " ") + address.city;
}

std::string in_lines(const PostalAddress& address) {
    std::string text = address.name;
    for (const std::string& line : address.lines) text += "\n" + line;
    text += "\n" + place_of(address);
    if (!address.country.empty()) text += "\n" + address.country;
    return text;
}

std::string in_one_line(const PostalAddress& address) {
    std::string text = address.name;
    for (const std::string& line : address.lines) text += " · " + line;
    return text + " · " + place_of(address);
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned size) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
}

// A paragraph, and where each of its lines stands.
struct Block {
    const char* tag;
    Layout layout;
    struct Line {
        std::size_t page;
        double baseline;  // in points
    };
    std::vector<Line> lines = {};
};

class Writer {
public:
    explicit Writer(const Letter& letter) : letter_(letter) {
        surface_.reset(cairo_pdf_surface_create_for_stream(append, &file_, page_width * points,
                                                           page_height * points));
        context_.reset(cairo_create(surface_.get()));
        const Options options(cairo_font_options_create());
        cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
        shaping_.reset(pango_cairo_create_context(context_.get()));
        pango_cairo_context_set_font_options(shaping_.get(), options.get());
        pango_context_set_language(
            shaping_.get(),
            pango_language_from_string(std::string(to_tag(letter.language)).c_str()));
    }

    std::string write() {
        describe();
        compose();
        cairo_tag_begin(context_.get(), "Document", nullptr);
        for (std::size_t page = 0; page < pages_; ++page) {
            if (page == 0) draw_head();
            for (const Block& block : blocks_) draw(block, page);
            draw_footer(page);
            cairo_show_page(context_.get());
        }
        cairo_tag_end(context_.get(), "Document");
        cairo_surface_finish(surface_.get());
        const cairo_status_t status = cairo_surface_status(surface_.get());
        if (status != CAIRO_STATUS_SUCCESS)
            throw std::runtime_error(cairo_status_to_string(status));
        return with_language(file_, to_tag(letter_.language));
    }

private:
    void describe() {
        const auto set = [&](cairo_pdf_metadata_t what, const std::string& value) {
            cairo_pdf_surface_set_metadata(surface_.get(), what, value.c_str());
        };
        set(CAIRO_PDF_METADATA_TITLE, printable(letter_.subject));
        set(CAIRO_PDF_METADATA_AUTHOR, printable(letter_.sender.address.name));
        // The letter's day and not today: the same letter is the same file.
        set(CAIRO_PDF_METADATA_CREATE_DATE,
            fmt::format("{:04}-{:02}-{:02}T00:00:00Z", static_cast<int>(letter_.date.year()),
                        static_cast<unsigned>(letter_.date.month()),
                        static_cast<unsigned>(letter_.date.day())));
    }

    Layout layout(const std::string& text, double size, Weight weight, double width) {
        Layout result(pango_layout_new(shaping_.get()));
        const Font font(pango_font_description_new());
        pango_font_description_set_family_static(font.get(), "Inter");
        pango_font_description_set_weight(
            font.get(), weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_font_description_set_size(font.get(), static_cast<int>(size * PANGO_SCALE));
        pango_layout_set_font_description(result.get(), font.get());
        pango_layout_set_width(result.get(), static_cast<int>(width * points * PANGO_SCALE));
        pango_layout_set_wrap(result.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_line_spacing(result.get(), 1.15F);
        pango_layout_set_text(result.get(), text.c_str(), static_cast<int>(text.size()));
        return result;
    }

    static double height_of(const Layout& layout) {
        int height = 0;
        pango_layout_get_size(layout.get(), nullptr, &height);
        return height / double{PANGO_SCALE} / points;
    }

    void add(const char* tag, const std::string& text, double size, Weight weight) {
        Block block{tag, layout(text, size, weight, text_width)};
        PangoLayoutIter* at = pango_layout_get_iter(block.layout.get());
        do {
            PangoRectangle extents{};
            pango_layout_iter_get_line_extents(at, nullptr, &extents);
            const double height = extents.height / double{PANGO_SCALE};
            if (y_ + height > text_bottom * points) {
                ++pages_;
                y_ = later_top * points;
            }
            const double ascent =
                (pango_layout_iter_get_baseline(at) - extents.y) / double{PANGO_SCALE};
            block.lines.push_back({pages_ - 1, y_ + ascent});
            y_ += height;
        } while (pango_layout_iter_next_line(at) != FALSE);
        pango_layout_iter_free(at);
        y_ += between_paragraphs * points;
        blocks_.push_back(std::move(block));
    }

    // Places everything below the head, so that the number of pages is known before the first is
    // drawn.
    void compose() {
        y_ = date_top * points;
        std::string date = date_in_words(letter_.date, letter_.language);
        if (!letter_.reference.empty()) {
            date += fmt::format("\n{}: {}", word_for_reference(letter_.language),
                                printable(letter_.reference));
        }
        add("P", date, text_size, Weight::normal);
        add("H1", printable(letter_.subject), text_size + 3, Weight::bold);
        for (const std::string& paragraph : paragraphs(letter_.text)) {
            add("P", paragraph, text_size, Weight::normal);
        }
        add("P",
            fmt::format("{}\n{}", closing_words(letter_.language),
                        printable(letter_.sender.address.name)),
            text_size, Weight::normal);
    }

    void draw_at(const char* tag, const Layout& text, double x, double y) {
        cairo_tag_begin(context_.get(), tag, nullptr);
        cairo_move_to(context_.get(), x * points, y * points);
        pango_cairo_show_layout(context_.get(), text.get());
        cairo_tag_end(context_.get(), tag);
    }

    // As large as it may be where there is so much room.
    Layout fitted(const std::string& text, double size, double width, double height) {
        constexpr double smallest = 4;
        Layout result = layout(text, size, Weight::normal, width);
        while (size > smallest && height_of(result) > height) {
            size -= 0.5;
            result = layout(text, size, Weight::normal, width);
        }
        return result;
    }

    void draw_head() {
        const PostalAddress& sender = letter_.sender.address;
        draw_at("P", layout(printable(sender.name), text_size + 2, Weight::bold, text_width), left,
                head_top);
        if (!letter_.sender.phone.empty()) {
            draw_at("P",
                    layout(fmt::format("{} {}", word_for_phone(letter_.language),
                                       printable(letter_.sender.phone)),
                           text_size - 1, Weight::normal, text_width),
                    left, head_top + 7);
        }
        draw_at("P", fitted(printable(in_one_line(sender)), small_size, window_width, 4), left,
                return_line_top);
        draw_at("P",
                fitted(printable(in_lines(letter_.recipient)), text_size, window_width,
                       recipient_height),
                left, recipient_top);
    }

    // A paragraph that goes on over the page begins there anew: a tag does not cross pages.
    void draw(const Block& block, std::size_t page) {
        bool open = false;
        for (std::size_t line = 0; line < block.lines.size(); ++line) {
            if (block.lines[line].page != page) continue;
            if (!open) cairo_tag_begin(context_.get(), block.tag, nullptr);
            open = true;
            cairo_move_to(context_.get(), left * points, block.lines[line].baseline);
            pango_cairo_show_layout_line(
                context_.get(),
                pango_layout_get_line_readonly(block.layout.get(), static_cast<int>(line)));
        }
        if (open) cairo_tag_end(context_.get(), block.tag);
    }

    void draw_footer(std::size_t page) {
        const Layout text = layout(page_in_words(page + 1, pages_, letter_.language),
                                   small_size + 1, Weight::normal, text_width);
        pango_layout_set_alignment(text.get(), PANGO_ALIGN_RIGHT);
        draw_at("P", text, left, footer_top);
    }

    const Letter& letter_;
    std::string file_;
    Surface surface_;
    Context context_;
    Shaping shaping_;
    std::vector<Block> blocks_;
    std::size_t pages_ = 1;
    double y_ = 0;  // in points
};

}  // namespace

std::string to_pdf(const Letter& letter) { return Writer(letter).write(); }

Letter to_letter(const Message& message, const PostalAddress& recipient,
                 const LetterSender& sender) {
    Letter letter;
    letter.sender = sender;
    letter.recipient = recipient;
    letter.date = message.day;
    letter.subject = message.subject;
    letter.text = message.text;
    letter.language = message.language;
    return letter;
}

bool is_complete(const PostalAddress& address) {
    return !address.name.empty() && !address.postal_code.empty() && !address.city.empty() &&
           address.lines.size() <= 3;
}

}  // namespace messages
