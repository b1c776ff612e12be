// Stock-taking: a shelf or a depot is scanned, and what does not fit is shown.

#include "labels/reader.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Nr.", "id", Cell::text, "/telling/{id}"},
    {"Depot", "depot"},
    {"Hylle", "place"},
    {"Status", "state", Cell::tag},
    {"Startet", "opened_at"},
    {"Lukket", "closed_at"},
};

void complete(Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& count = row.get_object();
        const std::string shelf = text_at(count, "shelf");
        count["place"] = shelf.empty() ? page.say("Hele depotet") : shelf;
    }
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_state_and_depot_filters(page, "Lukkede");
    if (page.may_post("/counts")) add_action(page, "/telling/ny", "Start telling");
    return show_list(page, {"/counts",
                            "Varetelling",
                            "Ingen tellinger her.",
                            "tellinger",
                            columns,
                            {"state", "depot"},
                            complete,
                            {{"state", "open"}}});
}

Shown new_count(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    page.view["form"] =
        page.form("/telling/ny", "Start telling")
            .choice("depot", page.say("Depot"), depot_options(page, {}), request.principal.depot)
            .text("shelf", page.say("Hylle"))
            .hint(page.say("La stå tomt for å telle hele depotet."))
            .view();
    page.view["intro"] = nullptr;
    return page.show("single_form", "Start telling");
}
constexpr Submission make{Method::post, "/counts", "/telling/{id}", new_count};

struct Part {
    std::string_view key;
    std::string_view title;
    std::string_view tone;
};
constexpr Part parts[] = {
    {"missing", "Mangler", "danger"},
    {"misplaced", "Står på feil sted", "warning"},
    {"unexpected", "Skulle ikke vært her", "warning"},
    {"quantity", "Antall av det som telles", "info"},
};

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto* back = std::any_cast<Returned>(&request.prepared);
    const std::string id = encoded(request.path_values.at(0));
    json::object count = page.ask("/counts/" + id);
    if (count.empty()) return page.show("problem");
    const bool open = text_at(count, "state") == "open";
    const std::string own = text_at(count, "shelf");
    const std::string shelf = !own.empty()      ? own
                              : back != nullptr ? back->typed.text("hylle")
                                                : parameter(request, "hylle");
    json::array findings;
    for (const Part& part : parts) {
        const auto* found = object_at(count, part.key);
        if (found == nullptr || number_at(*found, "total") == 0) continue;
        json::array rows = array_at(*found, "items");
        for (json::value& entry : rows) {
            auto& row = entry.get_object();
            row["state"] = row["standing"];
            // Where it belongs is said of what stands elsewhere.
            row["counts"] = part.key == "quantity";
        }
        findings.push_back({{"title", page.say(part.title)},
                            {"id", part.key},
                            {"colour", part.tone},
                            {"total", found->at("total")},
                            {"counts", part.key == "quantity"},
                            {"rows", std::move(rows)}});
    }
    page.view["answer"] = nullptr;
    if (const std::string answer = parameter(request, "svar"); !answer.empty()) {
        const json::object latest =
            page.ask_if_may("/scans", {{"device", device_of(request)}, {"limit", "20"}});
        for (const json::value& entry : array_at(latest, "items")) {
            const auto view = scan_view(page, entry.get_object());
            if (text_at(view, "scan") == answer) page.view["answer"] = view;
        }
    }
    const bool may = open && page.may_post("/counts/" + id + "/seen");
    const bool closes = back != nullptr && back->action.ends_with("/lukk");
    page.view["fault"] =
        back != nullptr && !closes ? json::value(back->title) : json::value(nullptr);
    page.view["may_scan"] = may;
    page.view["close_form"] = nullptr;
    if (may) {
        page.view["close_form"] = page.form("/telling/" + id + "/lukk", "Lukk tellingen")
                                      .colour("danger")
                                      .heading(page.say("Ferdig med å telle"))
                                      .view();
    }
    page.view["page_id"] = new_page_id(request);
    page.view["findings"] = std::move(findings);
    page.view["place"] = own.empty() ? page.say("hele depotet") : page.say("hylle") + " " + own;
    page.view["current_shelf"] = shelf;
    page.view["whole_depot"] = own.empty();
    page.view["title"] = page.say("Telling") + " " + id;
    count["number"] = id;
    page.view["count"] = std::move(count);
    return page.show("count");
}
constexpr Submission close{Method::post, "/counts/{0}/close", "/telling/{0}?done=closed", show};

Shown seen(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (const auto code = refuse_typed(request, typed)) {
        if (!typed) return routing::problem(request, 400, *code);
        Returned form{
            request.path, *typed, {}, std::string(routing::text(*code, request.language))};
        return show_again(request, tx, show, std::move(form), 422);
    }
    const std::string id = encoded(request.path_values.at(0));
    const Answer count = get(request, tx, "/counts/" + id);
    if (!count.ok()) return {count.reply, {}};
    std::string shelf = text_at(count.body, "shelf");
    const bool whole = shelf.empty();
    if (whole) shelf = typed->text("hylle");
    const std::string here = "/telling/" + id + "?hylle=";
    const std::string code = typed->text("code");
    const labels::Reading reading = labels::read_scan(code);
    if (const auto* label = std::get_if<labels::ShelfLabel>(&reading); label != nullptr && whole) {
        return see_other(here + encoded(label->name));
    }
    if (const auto* command = std::get_if<labels::Command>(&reading);
        command != nullptr && command->name == "FERDIG") {
        return see_other("/telling");
    }
    json::object scan{{"device", device_of(request)},
                      {"mode", "count"},
                      {"code", code},
                      {"depot", text_at(count.body, "depot")}};
    if (!shelf.empty()) scan["shelf"] = shelf;
    if (const std::string quantity = typed->text("quantity"); !quantity.empty()) {
        scan["quantity"] = number_or_text(quantity);
    }
    const Answer answer = send_scan(request, tx, *typed, std::move(scan));
    if (!answer.ok()) {
        return show_again(request, tx, show, returned(request, *typed, answer), 422);
    }
    return see_other(here + encoded(shelf) + "&svar=" + encoded(text_at(answer.body, "scan")));
}

constexpr Roles lager{Role::lager};
constexpr Roles readers{Role::lager, Role::leder};

const routing::Route rows[] = {
    page_row("/telling", readers, "Counts", list, "state depot cursor format done"),
    page_row("/telling/ny", lager, "A new count", new_count),
    form_row("/telling/ny", lager, "Begin a count", routing::Write(submitted<make>)),
    page_row("/telling/{id}", readers, "One count", show, "hylle svar done"),
    form_row("/telling/{id}", lager, "An aid was seen", routing::Write(seen)),
    form_row("/telling/{id}/lukk", lager, "Close a count", routing::Write(submitted<close>)),
};

}  // namespace

std::span<const routing::Route> count_rows() { return rows; }

}  // namespace pages
