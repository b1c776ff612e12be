// What is to be fetched and delivered, by day; the driver's day.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

std::string address_of(std::string_view day, std::string_view depot) {
    std::string address = "/henting?day=" + std::string(day);
    if (!depot.empty()) address += "&depot=" + encoded(depot);
    return address;
}

void add_details(const Page& page, json::array& rows, const Returned* back) {
    for (json::value& entry : rows) {
        auto& row = entry.get_object();
        const std::string id = json::serialize(row.at("id"));
        const bool open = text_at(row, "state") == "open";
        row["is_open"] = open;
        row["fetches"] = text_at(row, "kind") == "fetch";
        row["may_close"] = open && page.may_post("/pickups/" + id + "/done");
        row["may_see_person"] = page.may(Method::get, "/borrowers/1");
        const std::string action = "/henting/" + id + "/utfort";
        const bool mine = back != nullptr && back->action == action;
        row["typed_note"] = mine ? back->typed.text("note") : std::string();
        row["fault"] = mine ? json::value(back->title) : json::value(nullptr);
        const std::string reason = text_at(row, "reason");
        row["pickup_reason"] = reason == "asked" ? std::string() : reason;
    }
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto* back = std::any_cast<Returned>(&request.prepared);
    const auto given = [&](const char* name) {
        return back != nullptr ? back->typed.text(std::string("_") + name)
                               : parameter(request, name);
    };
    const domain::Day today = request.now.today;
    const domain::Day day = domain::parse_day(given("day")).value_or(today);
    const std::string depot = given("depot");
    const auto ask = [&](Parameters parameters) {
        parameters["limit"] = "200";
        if (!depot.empty()) parameters["depot"] = depot;
        json::array rows = array_at(page.ask("/pickups", std::move(parameters)), "items");
        add_details(page, rows, back);
        return rows;
    };
    const std::string text = domain::to_text(day);
    json::array open = ask({{"day", text}, {"state", "open"}});
    json::array done = ask({{"day", text}, {"state", "done"}});
    json::array left;
    if (day == today) {
        left = ask({{"to", domain::to_text(today - std::chrono::days(1))}, {"state", "open"}});
    }
    page.view["open"] = std::move(open);
    page.view["finished"] = std::move(done);
    page.view["left"] = std::move(left);
    page.view["day"] = text;
    page.view["value"] = text;
    page.view["depot_chosen"] = depot;
    page.view["is_today"] = day == today;
    static constexpr std::string_view names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    page.view["day_name"] = names[std::chrono::weekday(day).c_encoding()];
    page.view["before"] = address_of(domain::to_text(day - std::chrono::days(1)), depot);
    page.view["after"] = address_of(domain::to_text(day + std::chrono::days(1)), depot);
    page.view["now"] = address_of(domain::to_text(today), depot);
    add_filters(page, Form(request)
                          .day("day", page.say("Dag"), text)
                          .choice("depot", page.say("Depot"), depot_options(page, "Alle"), depot));
    return page.show("pickups", "Henting og levering");
}

Shown done(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    const auto day = domain::parse_day(typed ? typed->text("_day") : std::string());
    const std::string then = address_of(domain::to_text(day.value_or(request.now.today)),
                                        typed ? typed->text("_depot") : std::string()) +
                             "&done=done";
    return submit(request, tx, {Method::post, "/pickups/{0}/done", then, show});
}

constexpr Roles readers{Role::lager, Role::ergo, Role::sjafor, Role::leder};

const routing::Route rows[] = {
    page_row("/henting", readers, "Pick-ups and deliveries of a day", show, "day depot why done"),
    form_row("/henting/{id}/utfort", {Role::lager, Role::sjafor}, "How a pick-up went",
             routing::Write(done)),
};

}  // namespace

std::span<const routing::Route> pickup_rows() { return rows; }

}  // namespace pages
