// A new transfer: what is to go is scanned in, or ticked in a list of what stands at the depot. Of
// what the other depot lacks one is shown the aids that could go.

#include <algorithm>

#include "labels/reader.hpp"
#include "pages/fields.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"

namespace pages {
namespace {

constexpr std::string_view action = "/overforinger/ny";
constexpr std::size_t most_shown = 50;
constexpr int most_asked = 5;  // pages of a hundred, where most is lent
constexpr const char* most_lacks = "20";

// What the list shows, by the form's fields or as it is at first.
struct Chosen {
    std::string from;
    std::string to;
    std::string state = "ready";
    std::string q;
    std::string shelf;
};

Chosen chosen(const Page& page, const Typed* typed, const std::vector<Option>& depots) {
    Chosen now;
    now.from = typed != nullptr ? typed->text("from") : page.request().principal.depot;
    if (now.from.empty() && !depots.empty()) now.from = depots.front().value;
    if (typed != nullptr) {
        now.to = typed->text("to");
        now.state = typed->text("_state");
        now.q = typed->text(typed->find("_lacks") != nullptr ? "_lacks" : "_q");
        now.shelf = typed->text("_shelf");
    }
    for (const Option& depot : depots) {
        if (now.to.empty() && depot.value != now.from) now.to = depot.value;
    }
    return now;
}

// The codes of a field with one on each line, scanned or typed; what is none stays as it is.
std::vector<std::string> codes_in(std::string_view lines) {
    std::vector<std::string> codes;
    while (!lines.empty()) {
        const std::string line(lines.substr(0, lines.find('\n')));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const labels::Reading reading = labels::read_scan(line);
        const auto* own = std::get_if<labels::OwnCode>(&reading);
        codes.push_back(own != nullptr ? own->code.text() : line);
    }
    return codes;
}

std::string item_label(const Page& page, const json::object& item) {
    const json::object words = decorated(item, page.language());
    std::string label = text_at(words, "code_text") + " " + text_at(words, "product");
    const std::string shelf = text_at(words, "shelf");
    if (!shelf.empty()) label += ", " + page.say("hylle") + " " + shelf;
    return label + ", " + text_at(words, "state_text");
}

// At the depot, and neither lent nor under way; without those whose codes are in the field. What is
// held for a booking is there to be seen, and stays.
std::vector<Option> items_to_tick(Page& page, const Chosen& now, const std::string& typed_codes,
                                  bool& more) {
    Parameters parameters{{"depot", now.from}, {"limit", "100"}};
    if (!now.state.empty()) parameters["state"] = now.state;
    if (!now.q.empty()) parameters["q"] = now.q;
    if (!now.shelf.empty()) parameters["shelf"] = now.shelf;
    const auto in_field = codes_in(typed_codes);
    std::vector<Option> options;
    more = true;
    for (int asked = 0; more && asked < most_asked && options.size() <= most_shown; ++asked) {
        const json::object found = page.ask_if_may("/items", parameters);
        parameters["cursor"] = text_at(found, "next");
        more = !parameters["cursor"].empty();
        for (const json::value& each : array_at(found, "items")) {
            const auto& item = each.get_object();
            std::string code = text_at(item, "code");
            const bool taken = std::find(in_field.begin(), in_field.end(), code) != in_field.end();
            if (taken || item.at("on_loan").get_bool() || !text_at(item, "transfer_to").empty()) {
                continue;
            }
            const std::string booking = any_text_at(item, "held_for");
            std::string label = item_label(page, item);
            if (!booking.empty()) label += ", " + page.say("holdt til bestilling") + " " + booking;
            options.push_back({std::move(code), std::move(label), !booking.empty()});
        }
    }
    more = more || options.size() > most_shown;
    if (options.size() > most_shown) options.resize(most_shown);
    return options;
}

// "Rullator Gemino 20: 1 klar, minst 3", with what finds those here.
json::array lacks_of(Page& page, const std::string& depot) {
    json::array lacks;
    const json::object found = page.ask_if_may(
        "/stock", {{"depot", depot}, {"below_minimum", "true"}, {"limit", most_lacks}});
    for (const json::value& each : array_at(found, "items")) {
        const auto& product = each.get_object();
        for (const json::value& there : array_at(product, "depots")) {
            const auto& figures = there.get_object();
            lacks.push_back(json::object{{"product", text_at(product, "product")},
                                         {"ready", number_at(figures, "ready")},
                                         {"least", number_at(figures, "minimum")}});
        }
    }
    return lacks;
}

std::string name_of(const std::vector<Option>& depots, const std::string& id) {
    const auto found = std::find_if(depots.begin(), depots.end(),
                                    [&](const Option& depot) { return depot.value == id; });
    return found == depots.end() ? id : found->label;
}

// What is wrong with one of many says which: the codes typed, then those ticked.
void name_the_codes(Returned& form) {
    std::vector<std::string> codes = codes_in(form.typed.text("items"));
    for (const auto& [name, value] : form.typed.all()) {
        if (name == "items[]") codes.push_back(value);
    }
    constexpr std::string_view list = "items/";
    for (FieldFault& fault : form.faults) {
        if (!fault.name.starts_with(list)) continue;
        const auto index =
            static_cast<std::size_t>(whole_number(fault.name.substr(list.size())).value_or(-1));
        if (index < codes.size()) fault.detail = codes[index] + ": " + fault.detail;
    }
}

Shown show(const Request& request, db::ReadTx& tx) {
    Request own = request;
    if (auto* form = std::any_cast<Returned>(&own.prepared)) name_the_codes(*form);
    Page page(own, tx);
    const auto say = [&](std::string_view text) { return page.say(text); };
    const auto* sent = std::any_cast<Returned>(&own.prepared);
    const Typed* typed = sent == nullptr ? nullptr : &sent->typed;
    const auto depots = depot_options(page, {});
    const Chosen now = chosen(page, typed, depots);
    const std::string codes = typed == nullptr ? parameter(request, "item") : typed->text("items");

    Form form = page.form(action, "Lag overføring");
    form.choice("from", say("Fra"), depots, now.from)
        .choice("to", say("Til"), depots, now.to)
        .area("items", say("Kodene på hjelpemidlene"), codes)
        .hint(say("Én kode på hver linje: skann dem inn, eller kryss av i listen under."));
    Form find(own);
    find.text("_q", say("Kode, serienummer eller produkt"), now.q)
        .text("_shelf", say("Hylle"), now.shelf)
        .choice(
            "_state", say("Status"),
            options_of("state",
                       {"ready", "to_clean", "to_inspect", "to_repair", "quarantine", "blocked"},
                       page.language(), say("Alle")),
            now.state);
    bool more = false;
    const auto options = items_to_tick(page, now, codes, more);
    std::vector<std::string> ticked;
    for (const Option& option : options) {
        if (typed != nullptr && typed->has("items[]", option.value)) ticked.push_back(option.value);
    }
    Form ticks(own);
    ticks.boxes("items[]", say("Hjelpemidler på") + " " + name_of(depots, now.from), options,
                ticked);
    page.view["form"] = form.view();
    page.view["find"] = find.view();
    page.view["ticks"] = options.empty() ? json::value() : json::value(ticks.view());
    page.view["more"] = more;
    page.view["lacks"] = lacks_of(page, now.to);
    page.view["goal"] = name_of(depots, now.to);
    page.view["step"] = std::string(action) + "/vis";
    return page.show("new_transfer", "Ny overføring");
}

// What was ticked so far is kept as codes in the field, so that the list may show others.
Typed with_ticked_as_codes(const Typed& typed) {
    std::vector<std::pair<std::string, std::string>> fields;
    std::string lines = typed.text("items");
    const auto codes = codes_in(lines);
    for (const auto& [name, value] : typed.all()) {
        if (name == "items") continue;
        if (name != "items[]") {
            fields.emplace_back(name, value);
        } else if (std::find(codes.begin(), codes.end(), value) == codes.end()) {
            lines += (lines.empty() || lines.ends_with('\n') ? "" : "\n") + value;
        }
    }
    fields.emplace_back("items", std::move(lines));
    return Typed(std::move(fields));
}

// A scanner types what its label's symbol holds, which is more than the code.
Shown make(const Request& request, db::WriteTx& tx) {
    static constexpr Submission transfer{Method::post, "/transfers", "/overforinger/{id}?done=made",
                                         show};
    const auto typed = Typed::sent(request);
    if (!typed) return routing::problem(request, 400, "invalid_form");
    Request own = request;
    own.body.clear();
    for (const auto& [name, value] : typed->all()) {
        std::string kept = value;
        if (name == "items") {
            kept.clear();
            for (const std::string& code : codes_in(value)) {
                kept += (kept.empty() ? "" : "\n") + code;
            }
        }
        own.body += (own.body.empty() ? "" : "&") + encoded(name) + "=" + encoded(kept);
    }
    return submit(own, tx, transfer);
}

// The form again with another list; nothing is made yet.
Shown step(const Request& request, db::ReadTx& tx) {
    const auto typed = Typed::sent(request);
    if (!typed) return routing::problem(request, 400, "invalid_form");
    return show_again(request, tx, show,
                      {std::string(action), with_ticked_as_codes(*typed), {}, {}}, 200);
}

// Reloading a step begins anew.
Shown step_again(const Request&, db::ReadTx&) { return see_other(std::string(action)); }

constexpr Roles lager{Role::lager};

constexpr routing::Route step_row() {
    routing::Route row = form_row("/overforinger/ny/vis", lager, "The form with another list",
                                  routing::Disclose(step));
    row.success = 200;
    return row;
}

const routing::Route rows[] = {
    page_row("/overforinger/ny", lager, "A new transfer", show, "item done"),
    form_row("/overforinger/ny", lager, "Make a transfer", routing::Write(make)),
    page_row("/overforinger/ny/vis", lager, "A step, reloaded", step_again, {}),
    step_row(),
};

}  // namespace

std::span<const routing::Route> new_transfer_rows() { return rows; }

}  // namespace pages
