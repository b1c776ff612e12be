// What goes from one depot to the other.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Nr.", "id", Cell::text, "/overforinger/{id}"},
    {"Fra", "from"},
    {"Til", "to"},
    {"Hva", "what"},
    {"Status", "transfer_state", Cell::tag},
    {"Planlagt", "opened_at"},
    {"Sendt", "sent_at"},
};

json::value state_of(const json::object& transfer) {
    const auto* outcome = transfer.if_contains("outcome");
    return outcome != nullptr && outcome->is_string() ? *outcome : transfer.at("state");
}

void complete(Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& transfer = row.get_object();
        transfer["transfer_state"] = state_of(transfer);
        std::int64_t pieces = 0;
        for (const json::value& line : array_at(transfer, "lines")) {
            pieces += number_at(line.get_object(), "quantity");
        }
        transfer["what"] = say("{n} hjelpemiddel", "{n} hjelpemidler", pieces, page.language());
    }
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_state_and_depot_filters(page, "Avsluttede");
    if (page.may_post("/transfers")) add_action(page, "/overforinger/ny", "Ny overføring");
    page.view["live"] = "items";
    return show_list(page, {"/transfers",
                            "Overføringer",
                            "Ingen overføringer her.",
                            "overforinger",
                            columns,
                            {"state", "depot"},
                            complete,
                            {{"state", "open"}}});
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    json::object transfer = page.ask("/transfers/" + id);
    if (transfer.empty()) return page.show("problem");
    const std::string state = text_at(transfer, "state");
    for (const char* name : {"send_form", "receive_form", "some_form", "cancel_form"}) {
        page.view[name] = nullptr;
    }
    const std::string here = "/overforinger/" + id;
    const bool may = page.may_post("/transfers/" + id + "/send");
    if (may && state == "planned") {
        page.view["send_form"] = page.form(here + "/send", "Sendt av gårde").view();
    }
    if (may && state == "sent") {
        page.view["receive_form"] = page.form(here + "/mottatt", "Alt er tatt imot").view();
        page.view["some_form"] =
            page.form(here + "/mottatt", "Ta imot disse")
                .area("items", page.say("Kodene på det som kom"))
                .required()
                .hint(page.say("Én kode på hver linje. Resten er fortsatt på vei."))
                .quiet()
                .heading(page.say("Bare noe av det kom"))
                .view();
    }
    if (may && state != "closed") {
        page.view["cancel_form"] = page.form(here + "/avbryt", "Avbryt overføringen")
                                       .colour("danger")
                                       .heading(page.say("Det blir ikke noe av"))
                                       .view();
    }
    transfer["transfer_state"] = state_of(transfer);
    page.view["title"] = page.say("Overføring") + " " + id;
    page.view["transfer"] = std::move(transfer);
    return page.show("transfer");
}
constexpr Submission send{Method::post, "/transfers/{0}/send", "/overforinger/{0}?done=sent", show};
constexpr Submission receive{Method::post, "/transfers/{0}/receive",
                             "/overforinger/{0}?done=received", show};
constexpr Submission cancel{Method::post, "/transfers/{0}/cancel", "/overforinger/{0}?done=dropped",
                            show};

constexpr Roles lager{Role::lager};
constexpr Roles readers{Role::lager, Role::sjafor, Role::leder};

const routing::Route rows[] = {
    page_row("/overforinger", readers, "Transfers", list, "state depot cursor format done"),
    page_row("/overforinger/{id}", readers, "One transfer", show),
    form_row("/overforinger/{id}/send", lager, "A transfer leaves",
             routing::Write(submitted<send>)),
    form_row("/overforinger/{id}/mottatt", lager, "A transfer arrives",
             routing::Write(submitted<receive>)),
    form_row("/overforinger/{id}/avbryt", lager, "A transfer comes to nothing",
             routing::Write(submitted<cancel>)),
};

}  // namespace

std::span<const routing::Route> transfer_rows() { return rows; }

}  // namespace pages
