// The figures of the depot: the list of them, and each with its plots, its tables and its files.

#include <algorithm>

#include "api/report_file.hpp"
#include "db/product_store.hpp"
#include "pages/figure_view.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"
#include "reports/format.hpp"
#include "reports/writers.hpp"
#include "routing/problem.hpp"

namespace pages {
namespace {

// Longer tables are folded in.
constexpr std::size_t longest_open = 30;

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    Section section;
    for (const Figure& figure : figures()) {
        section.link("/tall/" + std::string(figure.path), page.say(figure.title),
                     page.say(figure.about));
    }
    add_section(page, section);
    return page.show("sections", "Tall");
}

json::object table_of(const Page& page, const reports::Section& section) {
    const auto is_number = [](const reports::Column& column) {
        return column.kind != reports::Kind::text && column.kind != reports::Kind::code;
    };
    json::array heads;
    for (const reports::Column& column : section.columns) {
        heads.push_back(json::object{
            {"label", column.label}, {"num", is_number(column)}, {"sort", ""}, {"href", ""}});
    }
    json::array rows;
    for (const reports::Row& row : section.rows) {
        json::array cells;
        for (std::size_t i = 0; i < section.columns.size(); ++i) {
            const reports::Column& column = section.columns[i];
            cells.push_back(json::object{{"label", column.label},
                                         {"text", reports::shown(reports::cell_of(row, i), column)},
                                         {"num", is_number(column)},
                                         {"href", ""},
                                         {"code", false},
                                         {"tone", nullptr}});
        }
        rows.push_back(json::object{{"cells", std::move(cells)}});
    }
    // Without a link in it, it is scrolled by being focused itself.
    return {{"alone", true},
            {"title", section.heading},
            {"columns", std::move(heads)},
            {"rows", std::move(rows)},
            {"empty", page.say("Ingenting å vise.")},
            {"next", ""},
            {"first", ""},
            {"csv", ""}};
}

json::object view_of(const Page& page, const reports::Section& section) {
    return {{"heading", section.heading},
            {"svg", section.figure ? json::value(reports::write_svg(*section.figure)) : nullptr},
            {"folded", section.rows.size() > longest_open},
            {"table", table_of(page, section)}};
}

void add_choices(Page& page, const Figure& figure) {
    const std::string iso = parameter(page.request(), "iso");
    Form form(page.request());
    form.choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                parameter(page.request(), "depot"));
    if (figure.by_class) {
        std::vector<Option> classes{{"", page.say("Alle")}};
        for (const std::string& iso_class : db::products::classes(page.tx())) {
            classes.push_back({iso_class, class_name(page, iso_class)});
        }
        form.choice("iso", page.say("Varegruppe"), classes, iso);
    }
    add_filters(page, form);
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto all = figures();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Figure& figure) {
        return figure.path == request.path_values.at(0);
    });
    if (found == all.end()) return page.finished(routing::problem(request, 404, "not_found"));
    const reports::Report report = report_of(page, *found);
    if (const auto format = reports::parse_format(parameter(request, "format"))) {
        return page.finished(api::report_file(report, *format, found->path));
    }
    page.view["intro"] = page.say(found->about);
    add_choices(page, *found);
    json::array sections;
    for (const reports::Section& section : report.sections) {
        sections.push_back(view_of(page, section));
    }
    page.view["figures"] = std::move(sections);
    page.view["csv_file"] = address_with(request, "format", "csv");
    page.view["xlsx_file"] = address_with(request, "format", "xlsx");
    return page.show("figure", found->title);
}

constexpr Roles planners{Role::lager, Role::leder, Role::admin};

const routing::Route rows[] = {
    page_row("/tall", planners, "The figures", list),
    page_row("/tall/{figure}", planners, "One figure", show, "depot iso format"),
};

}  // namespace

std::span<const routing::Route> figure_rows() { return rows; }

}  // namespace pages
