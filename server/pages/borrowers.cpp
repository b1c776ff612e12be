// Borrowers: looked up, and registered.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Navn", "name", Cell::text, "/lanere/{id}"},
    {"Født", "birth_date"},
    {"Telefon", "phone"},
    {"Sted", "place"},
    {"Type", "kind"},
};

void add_search(Page& page, const std::string& typed) {
    Form form = page.form("/lanere", "Søk");
    form.text("q", page.say("Navn, telefon, fødselsdato eller fødselsnummer"), typed)
        .required()
        .with("autofocus", typed.empty());
    page.view["search"] = form.view();
    page.view["may_make"] = page.may_post("/borrowers");
}

Shown show_search(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_search(page, {});
    page.view["searched"] = false;
    page.view["more"] = nullptr;
    return page.show("borrowers", "Lånere");
}

// Sent as a form: a name in an address would be kept by others.
Shown search(const Request& request, db::ReadTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (const auto code = refuse_typed(request, typed)) return see_other("/lanere");
    const std::string text = typed->text("q");
    json::object wanted{{"q", text}, {"limit", 50}};
    if (const auto cursor = typed->text("_cursor"); !cursor.empty()) wanted["cursor"] = cursor;
    const Answer found = find(request, tx, "/borrowers/search", wanted);
    if (!found.ok()) {
        return show_again(request, tx, show_search, returned(request, *typed, found), 422);
    }
    Page page(request, tx);
    for (const domain::BorrowerId person : found.persons) page.shows(person);
    json::array rows = found.body.at("items").get_array();
    for (json::value& entry : rows) {
        auto& row = entry.get_object();
        const auto* address = row.at("address").if_object();
        row["place"] = address == nullptr ? json::value("") : address->at("city");
    }
    add_search(page, text);
    page.view["searched"] = true;
    page.view["table"] =
        table(page, columns, rows, "Lånere som passer",
              "Ingen lånere passer. Prøv bare en del av navnet, eller registrer en ny.", nullptr);
    page.view["table"].get_object()["csv"] = nullptr;
    page.view["more"] = nullptr;
    const json::value& next = found.body.at("next");
    if (next.is_string()) {
        page.view["more"] = page.form("/lanere", "Vis flere")
                                .quiet()
                                .hidden("q", text)
                                .hidden("_cursor", std::string(next.get_string()))
                                .view();
    }
    return page.show("borrowers", "Lånere");
}

// Whoever came from a booking that is being made goes back to it; nowhere else.
std::string way_back(const Request& request) {
    const auto* returned = std::any_cast<Returned>(&request.prepared);
    std::string back =
        returned != nullptr ? returned->typed.text("_to") : parameter(request, "til");
    return back.starts_with("/bestill?") ? back : std::string();
}

Shown show_new(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto say = [&](std::string_view text) { return page.say(text); };
    Form form = page.form("/lanere/ny", "Registrer");
    form.radio("kind", say("Hvem"),
               {{"person", say("Person")}, {"unit", say("Avdeling, skole eller annen enhet")}},
               "person")
        .text("name", say("Navn"))
        .required()
        .text("phone", say("Telefon"))
        .with("inputmode", "tel")
        .text("email", say("E-post"))
        .with("inputmode", "email")
        .text("address/street", say("Gateadresse"))
        .text("address/postal_code", say("Postnummer"))
        .with("inputmode", "numeric")
        .with("narrow", true)
        .text("address/city", say("Poststed"))
        .day("birth_date", say("Fødselsdato"))
        .hint(say("Bare for personer."))
        .text("national_number", say("Fødselsnummer"))
        .with("inputmode", "numeric")
        .hint(say("Elleve sifre. Bare når det trengs."))
        .text("contact/name", say("Kontaktperson"))
        .hint(say("Foresatt, når låneren er et barn."))
        .text("contact/phone", say("Kontaktpersonens telefon"))
        .with("inputmode", "tel")
        .radio("language", say("Språk i brev og vilkår"),
               options_of("language", {"nb", "nn"}, page.language()), "nb");
    if (request.principal.sees_protected) {
        form.choice(
            "protection", say("Adressevern"),
            options_of("protection", {"none", "fortrolig", "strengt_fortrolig"}, page.language()),
            "none");
    }
    if (const std::string back = way_back(request); !back.empty()) form.hidden("_to", back);
    page.view["form"] = form.view();
    return page.show("borrower_new", "Ny låner");
}

constexpr Submission made{Method::post, "/borrowers", "/lanere/{id}?done=made", show_new};

// Where there is one that may be the same, one sees that first; but a booking goes on.
Shown make(const Request& request, db::WriteTx& tx) {
    Shown shown = submit(request, tx, made);
    const auto typed = Typed::parse(request.body);
    const std::string back = typed ? typed->text("_to") : std::string();
    for (auto& [name, value] : shown.reply.headers) {
        if (name != "location") continue;
        const std::string path = value.substr(0, value.find('?'));
        const std::string id = path.substr(path.rfind('/') + 1);
        if (back.starts_with("/bestill?")) {
            value = back + "&laner=" + id + "&done=made";
            continue;
        }
        const Answer others = get(request, tx, "/borrowers/" + id + "/duplicates");
        if (!others.ok() || others.body.at("items").get_array().empty()) continue;
        value = path + "/duplikater?done=similar";
    }
    return shown;
}

constexpr Roles readers{Role::lager, Role::ergo, Role::leder};

constexpr routing::Route searched_row() {
    routing::Route row =
        form_row("/lanere", readers, "Borrowers that fit", routing::Disclose(search));
    row.success = 200;
    return row;
}

const routing::Route rows[] = {
    page_row("/lanere", readers, "Borrowers to be looked up", show_search),
    searched_row(),
    page_row("/lanere/ny", readers, "A new borrower", show_new, "til done"),
    form_row("/lanere/ny", readers, "Registered", routing::Write(make)),
};

}  // namespace

std::span<const routing::Route> borrower_list_rows() { return rows; }

}  // namespace pages
