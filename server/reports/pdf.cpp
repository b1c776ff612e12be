#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/format.hpp"
#include "reports/pdf_marks.hpp"
#include "reports/pdf_plan.hpp"
#include "reports/pdf_plot.hpp"
#include "reports/writers.hpp"

namespace reports {
namespace {

template <class T, void (*destroy)(T*)>
struct Destroy {
    void operator()(T* object) const { destroy(object); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_t, cairo_surface_destroy>>;
using Cairo = std::unique_ptr<cairo_t, Destroy<cairo_t, cairo_destroy>>;

cairo_status_t append(void* file, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(file)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

// An element of the document's structure while it lives. What is drawn outside of all of them is no
// part of what is read aloud: the heads and numbers of pages, rules, repeated heads.
class Tag {
public:
    Tag(cairo_t* cairo, const char* name) : cairo_(cairo), name_(name) {
        cairo_tag_begin(cairo_, name_, nullptr);
    }
    ~Tag() { cairo_tag_end(cairo_, name_); }
    Tag(const Tag&) = delete;
    Tag& operator=(const Tag&) = delete;

private:
    cairo_t* cairo_;
    const char* name_;
};

class Painter {
public:
    Painter(cairo_t* cairo, const Report& report, const Plan& plan, const Typesetter& type)
        : cairo_(cairo), report_(report), plan_(plan), type_(type) {}

    void run() {
        const Tag document(cairo_, "Document");
        std::size_t page = 0;
        page_frame(page);
        for (const Piece& piece : plan_.pieces) {
            for (; page < piece.page; page_frame(page)) {
                end_page();
                ++page;
            }
            if (table_ && !is_of_table(piece)) table_.reset();
            draw(piece);
        }
        table_.reset();
        end_page();
    }

private:
    static bool is_of_table(const Piece& piece) {
        return piece.kind == PieceKind::row || piece.kind == PieceKind::repeated_head ||
               piece.kind == PieceKind::totals;
    }

    void show(const Layout& layout, double x, double y, Tone tone) const {
        set_colour(cairo_, tone);
        cairo_move_to(cairo_, x, y);
        pango_cairo_show_layout(cairo_, layout.get());
    }

    // Title and date above, the number below; the first page has the former in itself.
    void page_frame(std::size_t page) const {
        const double right = plan_.width - paper::margin;
        const double half = plan_.inner_width() / 2 - 8;
        const double height = type_.line_height(paper::small) * 1.5;
        const auto show_right = [&](const std::string& text, double y) {
            show(type_.set(text, paper::small, Room{half, height, Side::right}), right - half, y,
                 Tone::quiet);
        };
        if (page > 0) {
            show(type_.set(report_.title, paper::small, Room{half, height}), paper::margin, 36,
                 Tone::quiet);
            show_right(report_.as_of_text, 36);
        }
        show_right(page_of(report_.language, page + 1, plan_.pages),
                   plan_.height - paper::bottom + 16);
    }

    void draw(const Piece& piece) {
        switch (piece.kind) {
            case PieceKind::title:
                return paragraph(piece, "H1", paper::title);
            case PieceKind::paragraph:
                return paragraph(piece, "P", paper::body);
            case PieceKind::heading:
                return paragraph(piece, "H2", paper::heading);
            case PieceKind::figure:
                return figure(piece);
            case PieceKind::head: {
                table_ = std::make_unique<Tag>(cairo_, "Table");
                const Tag row(cairo_, "TR");
                return head(piece, true);
            }
            case PieceKind::repeated_head:
                return head(piece, false);
            case PieceKind::row:
            case PieceKind::totals: {
                const Tag row(cairo_, "TR");
                return cells(piece);
            }
        }
    }

    void paragraph(const Piece& piece, const char* tag, const Font& font) const {
        const Tag paragraph(cairo_, tag);
        show(type_.set(piece.text, font, Room{plan_.inner_width(), plan_.inner_height()}),
             paper::margin, piece.y, Tone::words);
    }

    void figure(const Piece& piece) const {
        const Tag figure(cairo_, "Figure");
        cairo_save(cairo_);
        cairo_translate(cairo_, paper::margin, piece.y);
        const Drawing& drawing = *plan_.figures[piece.section];
        cairo_scale(cairo_, plan_.scale_of(drawing), plan_.scale_of(drawing));
        paint(cairo_, drawing, type_);
        cairo_restore(cairo_);
    }

    // Below the piece, thick or thin.
    void rule(const Piece& piece, bool thick) {
        double width = 0;
        for (const double column : plan_.columns[piece.section]) width += column;
        (thick ? thick_rules_ : thin_rules_).push_back({width, piece.y + piece.height});
    }

    // All rules of a page at once: cairo takes as long for one as for a hundred.
    void draw_rules(std::vector<Point>& ends, Tone tone, double thickness) const {
        for (const auto& [width, y] : ends) {
            cairo_move_to(cairo_, paper::margin, y);
            cairo_line_to(cairo_, paper::margin + width, y);
        }
        ends.clear();
        set_colour(cairo_, tone);
        cairo_set_line_width(cairo_, thickness);
        cairo_stroke(cairo_);
    }

    void end_page() {
        draw_rules(thin_rules_, Tone::grid, 0.4);
        draw_rules(thick_rules_, Tone::axis, 0.9);
        cairo_show_page(cairo_);
    }

    // On one line where it fits, as it was planned.
    void cell(const std::string& text, const Font& font, const Column& column, double left,
              double width, const Piece& piece) const {
        if (text.empty()) return;
        const Side side = stands_right(column) ? Side::right : Side::left;
        const Room room{width - 2 * paper::side_padding, piece.height - 2 * paper::padding + 0.5,
                        side};
        const bool fits =
            text.find('\n') == std::string::npos && type_.width(text, font) <= room.width;
        const Layout layout = type_.set(text, font, fits ? std::nullopt : std::optional(room));
        const double shift = fits && side == Side::right ? room.width - width_of(layout) : 0;
        show(layout, left + paper::side_padding + shift, piece.y + paper::padding, Tone::words);
    }

    template <class CellOf>
    void each_column(const Piece& piece, CellOf draw_cell) const {
        double left = paper::margin;
        for (std::size_t i = 0; i < plan_.columns[piece.section].size(); ++i) {
            const double width = plan_.columns[piece.section][i];
            draw_cell(i, left, width);
            left += width;
        }
    }

    void head(const Piece& piece, bool tagged) {
        const Section& section = report_.sections[piece.section];
        each_column(piece, [&](std::size_t i, double left, double width) {
            const auto tag = tagged ? std::make_unique<Tag>(cairo_, "TH") : nullptr;
            const Column& column = section.columns[i];
            cell(column.label, paper::head, column, left, width, piece);
        });
        rule(piece, true);
    }

    void cells(const Piece& piece) {
        const Section& section = report_.sections[piece.section];
        const bool totals = piece.kind == PieceKind::totals;
        const Row& row = totals ? section.totals : section.rows[piece.row];
        each_column(piece, [&](std::size_t i, double left, double width) {
            const Tag tag(cairo_, "TD");
            const Column& column = section.columns[i];
            Font font = font_of(column);
            font.bold = totals;
            cell(shown(cell_of(row, i), column), font, column, left, width, piece);
        });
        rule(piece, totals);
    }

    cairo_t* cairo_;
    const Report& report_;
    const Plan& plan_;
    const Typesetter& type_;
    std::vector<Point> thin_rules_;  // where each ends, from the margin on
    std::vector<Point> thick_rules_;
    std::unique_ptr<Tag> table_;  // goes on over pages
};

Report with_mended_texts(Report report) {
    const auto mend = [](std::string& text) { text = mended(text); };
    const auto mend_row = [&](Row& row) {
        for (Cell& cell : row) {
            if (auto* text = std::get_if<std::string>(&cell)) mend(*text);
        }
    };
    mend(report.title);
    mend(report.as_of_text);
    for (std::string& note : report.notes) mend(note);
    for (Section& section : report.sections) {
        mend(section.heading);
        for (Column& column : section.columns) mend(column.label);
        for (Row& row : section.rows) mend_row(row);
        mend_row(section.totals);
        for (std::string& note : section.notes) mend(note);
    }
    return report;
}

// For those who do not see it.
std::string told(const Plot& plot) {
    const std::string title = mended(plot.title);
    return plot.description.empty() ? title : title + ". " + mended(plot.description);
}

}  // namespace

std::string write_pdf(const Report& report) {
    const Report clean = with_mended_texts(report);
    const Typesetter type(clean.language);
    const Plan plan = planned(clean, type);

    std::string file;
    const Surface surface(
        cairo_pdf_surface_create_for_stream(append, &file, plan.width, plan.height));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, clean.title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   domain::to_text(clean.as_of).substr(0, 19).append("Z").c_str());
    {
        const Cairo cairo(cairo_create(surface.get()));
        Painter(cairo.get(), clean, plan, type).run();
        cairo_surface_finish(surface.get());
        const cairo_status_t status = cairo_status(cairo.get());
        if (status != CAIRO_STATUS_SUCCESS) {
            throw std::runtime_error(fmt::format("PDF: {}", cairo_status_to_string(status)));
        }
    }
    std::vector<std::string> figures;
    for (const Section& section : clean.sections) {
        if (section.figure) figures.push_back(told(*section.figure));
    }
    return with_marks(std::move(file), tag_of(clean.language), figures);
}

}  // namespace reports
