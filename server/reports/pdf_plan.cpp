#include "reports/pdf_plan.hpp"

#include <algorithm>
#include <numeric>

#include "reports/format.hpp"
#include "reports/plot_drawing.hpp"

namespace reports {
namespace {

constexpr double widest_column = 240;
constexpr double widest_word = 90;

// Of one column: the width that it would like, and what it can do with.
struct Wish {
    double wanted = 0;
    double least = 0;
};

bool may_wrap(const Column& column) { return column.kind == Kind::text; }

Wish wish_of(const Section& section, std::size_t index, const Typesetter& type) {
    const Column& column = section.columns[index];
    const Font font = font_of(column);
    Wish wish;
    const auto consider = [&](const Cell& cell, const Font& its_font) {
        const std::string text = shown(cell, column);
        const double width = std::min(type.width(text, its_font), widest_column);
        wish.wanted = std::max(wish.wanted, width);
        const double least = may_wrap(column) ? type.word_width(text, its_font) : width;
        wish.least = std::max(wish.least, std::min(least, widest_word));
    };
    for (const Row& row : section.rows) consider(cell_of(row, index), font);
    consider(cell_of(section.totals, index), {font.size, true, font.tabular});
    const double head = type.word_width(column.label, paper::head);
    wish.wanted = std::max(wish.wanted, std::min(head, widest_column));
    wish.least = std::max(wish.least, std::min(head, widest_word));
    constexpr double rounding = 1;
    wish.wanted += 2 * paper::side_padding + rounding;
    wish.least += 2 * paper::side_padding + rounding;
    return wish;
}

using Wishes = std::vector<Wish>;

double sum(const Wishes& wishes, double Wish::*part) {
    return std::accumulate(wishes.begin(), wishes.end(), 0.0,
                           [&](double all, const Wish& wish) { return all + wish.*part; });
}

// What is missing is taken from those that can do with less, then from all.
std::vector<double> column_widths(const Wishes& wishes, double room) {
    const double wanted = sum(wishes, &Wish::wanted);
    const double least = sum(wishes, &Wish::least);
    std::vector<double> widths;
    for (const Wish& wish : wishes) {
        if (wanted <= room) {
            widths.push_back(wish.wanted);
        } else if (least < room) {
            widths.push_back(wish.least +
                             (wish.wanted - wish.least) * (room - least) / (wanted - least));
        } else {
            widths.push_back(wish.least * room / least);
        }
    }
    return widths;
}

// Puts pieces below each other, and begins pages.
class Pager {
public:
    explicit Pager(Plan& plan) : plan_(plan) {}

    bool fits(double height) const { return used_ + height <= plan_.inner_height(); }

    void next_page() {
        ++page_;
        used_ = 0;
    }

    void space(double height) {
        if (used_ > 0) used_ += height;
    }

    void put(PieceKind kind, double height, std::size_t section, std::size_t row = 0,
             std::string text = {}) {
        plan_.pieces.push_back(
            {kind, page_, paper::top + used_, height, section, row, std::move(text)});
        used_ += height;
    }

    std::size_t pages() const { return page_ + 1; }

private:
    Plan& plan_;
    std::size_t page_ = 0;
    double used_ = 0;
};

class Planner {
public:
    Planner(const Report& report, const Typesetter& type, Plan& plan)
        : report_(report), type_(type), plan_(plan), pager_(plan) {}

    void run() {
        put_text(PieceKind::title, report_.title, paper::title, 0);
        paragraph(report_.as_of_text, 0);
        for (std::size_t i = 0; i < report_.sections.size(); ++i) section(i);
        pager_.space(8);
        for (const std::string& note : report_.notes) paragraph(note, 0);
        plan_.pages = pager_.pages();
    }

private:
    double text_height(const std::string& text, const Font& font, double width) const {
        return height_of(type_.set(text, font, Room{width, plan_.inner_height()}));
    }

    void put_text(PieceKind kind, const std::string& text, const Font& font, std::size_t section) {
        if (text.empty()) return;
        const double height = text_height(text, font, plan_.inner_width()) + 4;
        if (!pager_.fits(height)) pager_.next_page();
        pager_.put(kind, height, section, 0, text);
    }

    void paragraph(const std::string& text, std::size_t section) {
        put_text(PieceKind::paragraph, text, paper::body, section);
    }

    double cell_height(const std::string& text, const Font& font, double width) const {
        const double line = type_.line_height(font);
        const double room = width - 2 * paper::side_padding;
        if (text.find('\n') == std::string::npos && type_.width(text, font) <= room) return line;
        return std::max(line, height_of(type_.set(text, font, Room{room, longest_cell()})));
    }

    // A row with its head goes onto one page, whatever is in it.
    double longest_cell() const { return plan_.inner_height() * 0.7; }

    template <class TextOf>
    double row_height(std::size_t index, const Font& like, bool as_column, TextOf text_of) const {
        const Section& section = report_.sections[index];
        double height = type_.line_height(like);
        for (std::size_t i = 0; i < section.columns.size(); ++i) {
            Font font = like;
            font.tabular = as_column && font_of(section.columns[i]).tabular;
            height = std::max(height, cell_height(text_of(i), font, plan_.columns[index][i]));
        }
        return height + 2 * paper::padding;
    }

    void section(std::size_t index) {
        const Section& section = report_.sections[index];
        const auto cell = [&](const Row& row) {
            return [&section, &row](std::size_t i) {
                return shown(cell_of(row, i), section.columns[i]);
            };
        };
        const double head = row_height(index, paper::head, false,
                                       [&](std::size_t i) { return section.columns[i].label; });
        const auto height_of_row = [&](const Row& row, const Font& font) {
            return std::min(row_height(index, font, true, cell(row)), plan_.inner_height() - head);
        };
        const double first_row =
            section.rows.empty() ? 0 : height_of_row(section.rows.front(), paper::body);
        const auto& figure = plan_.figures[index];
        const double figure_height = figure ? figure->height * plan_.scale_of(*figure) + 8 : 0;
        const double heading =
            section.heading.empty()
                ? 0
                : text_height(section.heading, paper::heading, plan_.inner_width()) + 4;

        // A heading stays with what it is of.
        pager_.space(16);
        const double together = heading + (figure                    ? figure_height
                                           : section.columns.empty() ? 0
                                                                     : head + first_row);
        if (!pager_.fits(together)) pager_.next_page();
        put_text(PieceKind::heading, section.heading, paper::heading, index);
        if (figure) pager_.put(PieceKind::figure, figure_height, index);
        if (!section.columns.empty()) {
            if (!pager_.fits(head + first_row)) pager_.next_page();
            pager_.put(PieceKind::head, head, index);
            const auto put_row = [&](PieceKind kind, double height, std::size_t row) {
                if (!pager_.fits(height)) {
                    pager_.next_page();
                    pager_.put(PieceKind::repeated_head, head, index);
                }
                pager_.put(kind, height, index, row);
            };
            for (std::size_t row = 0; row < section.rows.size(); ++row) {
                put_row(PieceKind::row, height_of_row(section.rows[row], paper::body), row);
            }
            if (!section.totals.empty()) {
                put_row(PieceKind::totals, height_of_row(section.totals, paper::head), 0);
            }
        }
        pager_.space(4);
        if (section.rows.empty() && !section.columns.empty()) {
            paragraph(std::string(nothing_to_show(report_.language)), index);
        }
        for (const std::string& note : section.notes) paragraph(note, index);
    }

    const Report& report_;
    const Typesetter& type_;
    Plan& plan_;
    Pager pager_;
};

}  // namespace

Font font_of(const Column& column) {
    return column.kind == Kind::text || column.kind == Kind::code ? paper::body : paper::figures;
}

bool stands_right(const Column& column) {
    return column.kind == Kind::number || column.kind == Kind::money ||
           column.kind == Kind::percent;
}

double Plan::scale_of(const Drawing& figure) const {
    constexpr double usual = 0.8;
    constexpr double heading_room = 80;
    return std::min(usual, (inner_height() - heading_room) / figure.height);
}

Plan planned(const Report& report, const Typesetter& type) {
    Plan plan{};
    std::vector<Wishes> wishes;
    double widest = 0;
    for (const Section& section : report.sections) {
        Wishes of_section;
        for (std::size_t i = 0; i < section.columns.size(); ++i) {
            of_section.push_back(wish_of(section, i, type));
        }
        widest = std::max(widest, sum(of_section, &Wish::wanted));
        wishes.push_back(std::move(of_section));
        plan.figures.push_back(section.figure ? std::optional(drawn(*section.figure))
                                              : std::nullopt);
    }
    const bool upright = widest <= paper::short_side - 2 * paper::margin;
    plan.width = upright ? paper::short_side : paper::long_side;
    plan.height = upright ? paper::long_side : paper::short_side;
    for (const Wishes& of_section : wishes) {
        plan.columns.push_back(column_widths(of_section, plan.inner_width()));
    }
    Planner(report, type, plan).run();
    return plan;
}

}  // namespace reports
