#include "pages/table.hpp"

#include <algorithm>

#include "db/depot_store.hpp"
#include "pages/submit.hpp"
#include "reports/csv.hpp"
#include "reports/writers.hpp"
#include "routing/file_reply.hpp"

namespace pages {
namespace {

constexpr std::size_t most_in_csv = 10'000;

std::string text_of(const json::object& row, std::string_view key) {
    const auto* words = row.if_contains(std::string(key) + "_text");
    const auto* value = words != nullptr ? words : row.if_contains(key);
    if (value == nullptr || value->is_null()) return {};
    if (const auto* text = value->if_string()) return std::string(*text);
    if (const auto* list = value->if_array()) {
        std::string all;
        for (const json::value& entry : *list) {
            all += (all.empty() ? "" : ", ");
            all += entry.is_string() ? std::string(entry.get_string()) : json::serialize(entry);
        }
        return all;
    }
    return json::serialize(*value);
}

// A link whose {names} the row has all of.
bool leads_somewhere(std::string_view link, const json::object& row) {
    if (link.empty()) return false;
    for (auto open = link.find('{'); open != std::string_view::npos;
         open = link.find('{', open + 1)) {
        const auto* value = row.if_contains(link.substr(open + 1, link.find('}', open) - open - 1));
        if (value == nullptr || value->is_null()) return false;
    }
    return true;
}

// A column's head: by what the list can be sorted it is a link, which turns the order around where
// it has both.
json::object head_of(const Page& page, const Column& column, Orders orders) {
    const auto offered = [&](std::string_view name) {
        return std::any_of(orders.begin(), orders.end(), [&](const Choice& choice) {
            return !name.empty() && choice.order == name;
        });
    };
    const bool up = offered(column.up);
    const bool down = offered(column.down);
    const std::string_view now = chosen_order(page.request(), orders);
    const bool is_up = up && now == column.up;
    const bool is_down = down && now == column.down;
    std::string_view next = up ? column.up : column.down;
    if (is_up && down) next = column.down;
    json::object head{{"label", page.say(column.label)},
                      {"num", column.cell == Cell::number},
                      {"sort", ""},
                      {"href", ""}};
    if (!up && !down) return head;
    head["sort"] = is_up ? "ascending" : is_down ? "descending" : "none";
    if (next != now) head["href"] = address_with(page.request(), "sort", std::string(next));
    return head;
}

// Numbers as they are, a negative one included; words so that nothing in them is reckoned with.
std::string csv_cell(const json::object& row, std::string_view key) {
    const bool words = row.contains(std::string(key) + "_text");
    const auto* value = row.if_contains(key);
    if (!words && value != nullptr && value->is_int64()) return json::serialize(*value);
    return reports::csv_words(text_of(row, key));
}

}  // namespace

std::string address_with(const Request& request, const std::string& name,
                         const std::string& value) {
    std::string address = request.path;
    char before = '?';
    const auto add = [&](const std::string& key, const std::string& text) {
        address += before + encoded(key) + "=" + encoded(text);
        before = '&';
    };
    for (const auto& [key, text] : request.parameters) {
        if (key != name && key != "cursor" && key != "done" && key != "format") add(key, text);
    }
    if (!value.empty()) add(name, value);
    return address;
}

json::object table(const Page& page, std::span<const Column> columns, const json::array& rows,
                   std::string_view title, std::string_view empty, const json::value* next,
                   Orders orders) {
    json::array heads;
    for (const Column& column : columns) heads.push_back(head_of(page, column, orders));
    json::array lines;
    for (const json::value& entry : rows) {
        const json::object row = decorated(entry.get_object(), page.language());
        json::array cells;
        for (const Column& column : columns) {
            const auto* tone = row.if_contains(std::string(column.key) + "_tone");
            const std::string text = text_of(row, column.key);
            const bool leads = !text.empty() && leads_somewhere(column.link, entry.get_object());
            cells.push_back(
                {{"label", page.say(column.label)},
                 {"text", text},
                 {"href", leads ? filled(column.link, page.request(), entry.get_object()) : ""},
                 {"code", column.cell == Cell::code},
                 {"num", column.cell == Cell::number},
                 {"tone", column.cell == Cell::tag && tone != nullptr ? *tone : json::value()}});
        }
        lines.push_back(json::object{{"cells", std::move(cells)}});
    }
    const bool more = next != nullptr && next->is_string();
    return {{"title", page.say(title)},
            {"columns", std::move(heads)},
            {"rows", std::move(lines)},
            {"empty", page.say(empty)},
            {"next", more ? address_with(page.request(), "cursor", std::string(next->get_string()))
                          : std::string()},
            {"first", page.request().parameters.contains("cursor")
                          ? address_with(page.request(), "cursor", {})
                          : std::string()},
            {"csv", rows.empty() ? std::string() : address_with(page.request(), "format", "csv")}};
}

Reply csv(const Page& page, std::span<const Column> columns, const json::array& rows,
          std::string_view file_name) {
    std::string lines(reports::csv_beginning);
    const auto add_line = [&](auto cell) {
        std::vector<std::string> cells;
        for (const Column& column : columns) cells.push_back(cell(column));
        lines += reports::csv_line(cells);
    };
    add_line([&](const Column& column) { return reports::csv_words(page.say(column.label)); });
    for (const json::value& entry : rows) {
        const json::object row = decorated(entry.get_object(), page.language());
        add_line([&](const Column& column) { return csv_cell(row, column.key); });
    }
    return routing::file_to_save(std::string(file_name) + ".csv",
                                 reports::media_type(reports::Format::csv), std::move(lines));
}

Shown show_list(Page& page, const List& list) {
    const auto& request = page.request();
    const bool as_csv = parameter(request, "format") == "csv";
    Parameters parameters = list.always;
    for (const char* name : list.parameters) {
        const std::string value = parameter(request, name);
        if (!value.empty()) parameters[name] = value;
    }
    if (const auto cursor = parameter(request, "cursor"); !cursor.empty() && !as_csv) {
        parameters["cursor"] = cursor;
    }
    if (!list.orders.empty()) parameters["sort"] = chosen_order(request, list.orders);
    parameters["limit"] = as_csv ? "200" : std::to_string(list.on_page);

    json::array rows;
    json::value next;
    do {
        json::object answer = page.ask(list.path, parameters);
        auto* items = answer.if_contains("items");
        if (items == nullptr) return page.show("problem");
        json::array& found = items->get_array();
        if (list.complete != nullptr) list.complete(page, found);
        rows.insert(rows.end(), found.begin(), found.end());
        const auto* more = answer.if_contains("next");
        next = more == nullptr ? json::value() : *more;
        if (next.is_string()) parameters["cursor"] = std::string(next.get_string());
    } while (as_csv && next.is_string() && rows.size() < most_in_csv);

    page.view["title"] = page.say(list.title);
    if (as_csv) return page.finished(csv(page, list.columns, rows, list.file_name));
    page.view["table"] =
        table(page, list.columns, rows, list.title, list.empty, &next, list.orders);
    return page.show("list");
}

std::string_view chosen_order(const Request& request, Orders orders) {
    const std::string name = parameter(request, "sort");
    const auto found = std::find_if(orders.begin(), orders.end(),
                                    [&](const Choice& choice) { return choice.order == name; });
    if (found != orders.end()) return found->order;
    return orders.empty() ? std::string_view() : orders.front().order;
}

void add_filters(Page& page, Form form, Orders orders) {
    if (orders.size() > 1) {
        std::vector<Option> options;
        for (const Choice& choice : orders) {
            options.push_back({std::string(choice.order), page.say(choice.label)});
        }
        form.choice("sort", page.say("Rekkefølge"), options, chosen_order(page.request(), orders));
    }
    page.view["filters"] = form.view();
}

void add_state_and_depot_filters(Page& page, std::string_view closed, Orders orders) {
    const std::string state = parameter(page.request(), "state");
    add_filters(page,
                Form(page.request())
                    .choice("state", page.say("Vis"),
                            {{"open", page.say("Åpne")}, {"closed", page.say(closed)}},
                            state.empty() ? "open" : state)
                    .choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                            parameter(page.request(), "depot")),
                orders);
}

void add_action(Page& page, std::string href, std::string_view label, bool quiet) {
    auto& actions = page.view["actions"];
    if (!actions.is_array()) actions = json::array();
    actions.get_array().push_back(
        json::object{{"href", std::move(href)},
                     {"label", page.say(label)},
                     {"variant", quiet ? json::value("secondary") : json::value()}});
}

std::vector<Option> depot_options(const Page& page, std::string_view first) {
    std::vector<Option> options;
    if (!first.empty()) options.push_back({"", page.say(first)});
    for (const auto& depot : db::depots::after(page.tx(), "", 100))
        options.push_back({depot.id, depot.name});
    return options;
}

}  // namespace pages
