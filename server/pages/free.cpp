// What is free in a month, to look at without booking.

#include <algorithm>

#include "domain/month.hpp"
#include "pages/free_days.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

using domain::Day;
using domain::Month;
using domain::to_text;

constexpr int months_ahead = 12;

Month asked_month(const Page& page, Month now) {
    const auto month = domain::parse_month(parameter(page.request(), "maned"));
    return std::clamp(month.value_or(now), now, now + std::chrono::months(months_ahead));
}

std::vector<Option> month_options(const Page& page, Month now) {
    std::vector<Option> options;
    for (int i = 0; i <= months_ahead; ++i) {
        const Month month = now + std::chrono::months(i);
        options.push_back({to_text(month), month_in_words(month, page.language())});
    }
    return options;
}

// The same page with another of what it shows.
std::string here_with(const Request& request, const std::string& name, const std::string& value) {
    std::string address = request.path + "?" + name + "=" + encoded(value);
    for (const auto& [key, text] : request.parameters) {
        if (key == name || key == "q" || key == "done") continue;
        if ((name == "produkt" || name == "iso") && (key == "produkt" || key == "iso")) continue;
        address += "&" + key + "=" + encoded(text);
    }
    return address;
}

void add_found(Page& page, const std::string& text) {
    json::array found;
    const json::object answer = page.ask_if_may("/products", {{"q", text}, {"limit", "10"}});
    if (const auto* items = answer.if_contains("items")) {
        for (const json::value& entry : items->get_array()) {
            const auto& product = entry.get_object();
            found.push_back({{"name", product.at("name")},
                             {"hms_nr", product.at("hms_nr")},
                             {"href", here_with(page.request(), "produkt",
                                                json::serialize(product.at("id")))}});
        }
        const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
        if (digits && text.size() >= 6 && text.size() <= 8 && !found.empty()) {
            found.push_back({{"name", page.say("Alle i klassen") + " " + text.substr(0, 6)},
                             {"hms_nr", nullptr},
                             {"href", here_with(page.request(), "iso", text.substr(0, 6))}});
        }
    }
    page.view["nothing_found"] = found.empty();
    page.view["found"] = std::move(found);
}

void add_calendars(Page& page, const std::string& product, const std::string& iso, Month month) {
    const Request& request = page.request();
    const Day first = std::max(Day(month / 1), request.now.today);
    // And the month after it: at the end of one there is little to see.
    const Day last = Day((month + std::chrono::months(1)) / std::chrono::last);
    Parameters wanted{{"from", domain::to_text(first)}, {"to", domain::to_text(last)}};
    wanted[product.empty() ? "iso" : "product"] = product.empty() ? iso : product;
    const FreeAnswer free = ask_free(page, std::move(wanted));
    if (!free.faults.empty()) page.view["wrong"] = free.faults.front().detail;
    const auto names = depot_names(page);
    const std::string only = parameter(request, "depot");
    json::array calendars;
    for (const FreeAtDepot& depot : free.depots) {
        if (!only.empty() && depot.depot != only) continue;
        json::object view = free_days_view(page, depot, names.at(depot.depot));
        view["book"] = nullptr;
        if (page.may_post("/bookings")) {
            view["book"] =
                "/bestill?" +
                (product.empty() ? "iso=" + encoded(iso) : "produkt=" + encoded(product)) +
                "&depot=" + encoded(depot.depot) +
                (first > request.now.today ? "&fra=" + domain::to_text(first) : "");
        }
        calendars.push_back(std::move(view));
    }
    page.view["calendars"] = std::move(calendars);
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string text = parameter(request, "q");
    const std::string product = parameter(request, "produkt");
    const std::string iso = parameter(request, "iso");
    const Month now = domain::month_of(request.now.today);
    const Month month = asked_month(page, now);

    Form filters(request);
    filters.text("q", page.say("Navn, HMS-nr eller ISO"), text)
        .choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                parameter(request, "depot"))
        .choice("maned", page.say("Fra måned"), month_options(page, now), to_text(month));
    if (!product.empty()) filters.hidden("produkt", product);
    if (!iso.empty()) filters.hidden("iso", iso);
    add_filters(page, filters);

    page.view["found"] = json::array();
    page.view["calendars"] = json::array();
    for (const char* name : {"nothing_found", "chosen", "wrong", "before", "after"}) {
        page.view[name] = nullptr;
    }
    if (!text.empty()) {
        add_found(page, text);
    } else if (!product.empty() || !iso.empty()) {
        if (product.empty()) {
            page.view["chosen"] = page.say("Alle i klassen") + " " + iso;
        } else {
            const json::object chosen = page.ask("/products/" + encoded(product));
            if (chosen.empty()) return page.show("problem");
            page.view["chosen"] = chosen.at("name");
        }
        add_calendars(page, product, iso, month);
        if (month > now) {
            page.view["before"] =
                here_with(request, "maned", to_text(month - std::chrono::months(1)));
        }
        if (month < now + std::chrono::months(months_ahead)) {
            page.view["after"] =
                here_with(request, "maned", to_text(month + std::chrono::months(1)));
        }
    }
    return page.show("free", "Hva er ledig");
}

const routing::Route rows[] = {
    page_row("/ledig", Roles::all(), "What is free in a month", show,
             "q produkt iso depot maned done"),
};

}  // namespace

std::span<const routing::Route> free_rows() { return rows; }

}  // namespace pages
