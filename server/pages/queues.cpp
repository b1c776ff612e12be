// What waits for the wash, the inspection and the repair at a depot, the oldest first.

#include "depot/oslo_time.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/washing.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

struct Queue {
    std::string_view api;
    std::string_view title;
    std::string_view empty;
    std::string_view kind;  // of what the template shows of each
    std::string_view scan;  // the desk's mode for it
};
constexpr Queue wash{"/queues/wash", "Til rengjøring", "Ingenting venter på vask.", "washing",
                     "vask"};
constexpr Queue inspection{"/queues/inspection", "Til kontroll", "Ingenting venter på kontroll.",
                           "inspection", "kontroll"};
constexpr Queue repair{"/queues/repair", "Til reparasjon", "Ingenting venter på reparasjon.",
                       "repair", ""};

// How it is washed, by its product unless something else was chosen.
json::array methods_of(const Page& page, const Returned* back, const json::object& row) {
    const std::string of_product = text_at(row, "method");
    std::vector<Option> methods = wash_methods(page.language());
    if (of_product == "none") {
        const auto no_wash = options_of("method", {"none"}, page.language());
        methods.insert(methods.begin(), no_wash.front());
    }
    const auto* typed =
        back == nullptr ? nullptr : back->typed.find("method/" + text_at(row, "item"));
    const std::string& chosen = typed == nullptr ? of_product : *typed;
    json::array options;
    for (const Option& method : methods) {
        options.push_back(json::object{
            {"value", method.value}, {"label", method.label}, {"preset", method.value == chosen}});
    }
    return options;
}

template <const Queue& Q>
Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto* back = std::any_cast<Returned>(&request.prepared);
    const std::vector<Option> depots = depot_options(page, {});
    std::string depot = back != nullptr ? back->typed.text("_depot") : parameter(request, "depot");
    if (depot.empty()) depot = request.principal.depot;
    if (depot.empty() && !depots.empty()) depot = depots.front().value;

    Parameters parameters{{"depot", depot}, {"limit", "50"}};
    if (const auto cursor = parameter(request, "cursor"); !cursor.empty()) {
        parameters["cursor"] = cursor;
    }
    json::object answer = page.ask(Q.api, parameters);
    if (answer.empty()) return page.show("problem");
    json::array rows = answer.at("items").get_array();
    for (json::value& entry : rows) {
        auto& row = entry.get_object();
        const auto since = domain::parse_instant(text_at(row, "since"));
        const auto days =
            since ? (request.now.today - depot::oslo_day(*since)).count() : std::int64_t{0};
        row["days"] =
            days == 0 ? page.say("i dag") : say("{n} dag", "{n} dager", days, request.language);
        row["chosen"] = back != nullptr && back->typed.has("item", text_at(row, "item"));
        row["methods"] = row.contains("method") ? methods_of(page, back, row) : json::array();
        row["wash_class"] = row.contains("method") ? row["method"] : json::value(nullptr);
        if (!row.contains("work_order")) row["work_order"] = nullptr;
        if (!row.contains("inspection_due")) row["inspection_due"] = nullptr;
        if (!row.contains("missing_accessories")) row["missing_accessories"] = json::array();
    }
    add_filters(page, Form(request).choice("depot", page.say("Depot"), depots, depot));
    page.view["problem"] = back != nullptr ? json::value(back->title) : json::value(nullptr);
    page.view["errors"] = json::array();
    page.view["depot"] = depot;
    for (const char* kind : {"washing", "inspection", "repair"}) page.view[kind] = Q.kind == kind;
    page.view["may_wash"] = Q.kind == "washing" && page.may_post("/items/0000000/clean");
    page.view["may_repair"] = page.may_post("/work-orders");
    page.view["scan"] = page.may_post("/scans") ? Q.scan : std::string_view();
    page.view["empty"] = page.say(Q.empty);
    const auto* next = answer.if_contains("next");
    page.view["next"] = next != nullptr && next->is_string()
                            ? json::value(request.path + "?depot=" + encoded(depot) +
                                          "&cursor=" + encoded(std::string(next->get_string())))
                            : json::value(nullptr);
    page.view["waiting"] = std::move(rows);
    return page.show("queue", Q.title);
}

// All that were chosen, or none: whoever washed ten does not look for the one that was not taken.
Shown washed(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (const auto code = refuse_typed(request, typed)) {
        if (!typed) return routing::problem(request, 400, *code);
        Returned form{
            request.path, *typed, {}, std::string(routing::text(*code, request.language))};
        return show_again(request, tx, show<wash>, std::move(form), 422);
    }
    // Of one row's own button, that one alone.
    std::vector<std::string> codes;
    if (const auto one = typed->text("only"); !one.empty()) {
        codes.push_back(one);
    } else {
        for (const auto& [name, value] : typed->all()) {
            if (name == "item") codes.push_back(value);
        }
    }
    Returned form{request.path, *typed, {}, {}};
    db::Savepoint before(tx);
    if (codes.empty()) form.title = say("Kryss av det som er vasket.", request.language);
    for (const std::string& code : codes) {
        const json::object body{{"method", typed->text("method/" + code)}};
        const Answer answer =
            change(request, tx, Method::post, "/items/" + encoded(code) + "/clean", body);
        if (answer.ok()) continue;
        form.title += (form.title.empty() ? "" : " ") + code + ": " + text_at(answer.body, "title");
    }
    if (!form.title.empty()) {
        before.undo();
        return show_again(request, tx, show<wash>, std::move(form), 422);
    }
    before.keep();
    return see_other("/ko/vask?depot=" + encoded(typed->text("_depot")) + "&done=washed");
}

constexpr Roles readers{Role::lager, Role::leder};

const routing::Route rows[] = {
    page_row("/ko/vask", readers, "What is to be washed", show<wash>, "depot cursor done"),
    form_row("/ko/vask", {Role::lager}, "Several were washed", routing::Write(washed)),
    page_row("/ko/kontroll", readers, "What is to be inspected", show<inspection>,
             "depot cursor done"),
    page_row("/ko/reparasjon", readers, "What is to be repaired", show<repair>,
             "depot cursor done"),
};

}  // namespace

std::span<const routing::Route> queue_rows() { return rows; }

}  // namespace pages
