// One borrower: who it is, what they have and had, and what can be done.

#include <algorithm>

#include "pages/fields.hpp"
#include "pages/loan_view.hpp"
#include "pages/page.hpp"
#include "pages/queue_place.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/talk_form.hpp"
#include "pages/words.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

std::string path_of(const Request& request, std::string_view more = {}) {
    return "/lanere/" + encoded(request.path_values.at(0)) + std::string(more);
}
std::string api_of(const Request& request, std::string_view more = {}) {
    return "/borrowers/" + encoded(request.path_values.at(0)) + std::string(more);
}

json::array items_of(const json::object& answer) {
    const auto* items = answer.if_contains("items");
    return items == nullptr ? json::array() : items->get_array();
}

// What another borrower became a part of is where that is; else the page that says what is wrong.
Shown not_there(Page& page) {
    Shown shown = page.show("problem");
    constexpr std::string_view home = "/api/v1/borrowers/";
    for (const auto& [name, value] : shown.reply.headers) {
        if (name == "location" && value.starts_with(home)) {
            shown.reply = see_other("/lanere/" + value.substr(home.size()));
            break;
        }
    }
    return shown;
}

// ---- one borrower ------------------------------------------------------------------------------

// Loans that are open or ended, each line with its name; those that are open by themselves.
json::array loans_of(Page& page, std::string_view state) {
    const std::string id = page.request().path_values.at(0);
    json::array loans = items_of(
        page.ask("/loans", {{"borrower", id}, {"state", std::string(state)}, {"limit", "200"}}));
    add_line_products(page, loans);
    return loans;
}

// The lines that are out, the one that is due first, first.
json::array out_of(const json::array& loans) {
    json::array lines;
    for (const json::value& entry : loans) {
        const auto& loan = entry.get_object();
        for (const json::value& line : loan.at("lines").get_array()) {
            if (is_open(line.get_object())) lines.push_back(shown_line(loan, line.get_object()));
        }
    }
    const auto day_of = [](const json::value& line) {
        const auto& row = line.get_object();
        const std::string due = text_at(row, "due");
        return due.empty() ? text_at(row, "review") : due;
    };
    std::stable_sort(lines.begin(), lines.end(), [&](const json::value& a, const json::value& b) {
        return day_of(a) < day_of(b);
    });
    return lines;
}

// What came back, the latest first, also of loans that go on.
json::array back_of(const json::array& open, const json::array& ended) {
    json::array lines;
    for (const json::array* loans : {&open, &ended}) {
        for (const json::value& entry : *loans) {
            const auto& loan = entry.get_object();
            for (const json::value& line : loan.at("lines").get_array()) {
                if (is_open(line.get_object())) continue;
                json::object row = shown_line(loan, line.get_object());
                row["start"] = loan.at("start");
                lines.push_back(std::move(row));
            }
        }
    }
    std::stable_sort(lines.begin(), lines.end(), [&](const json::value& a, const json::value& b) {
        return text_at(a.get_object(), "ended_at") > text_at(b.get_object(), "ended_at");
    });
    constexpr std::size_t most = 30;
    if (lines.size() > most) lines.resize(most);
    return lines;
}

json::array bookings_of(Page& page) {
    const std::string id = page.request().path_values.at(0);
    json::array bookings = items_of(
        page.ask_if_may("/bookings", {{"borrower", id}, {"state", "open"}, {"limit", "50"}}));
    page.add_product_names(bookings);
    for (json::value& entry : bookings) {
        auto& row = entry.get_object();
        row["booking_state"] = row.at("state");
        row["queue"] = queue_text(page, row);
        if (!row.contains("product")) {
            row["product"] = page.say("ISO") + " " + text_at(row, "iso_class");
        }
        const std::int64_t quantity = row.at("quantity").get_int64();
        if (quantity > 1) {
            row["product"] = std::to_string(quantity) + " × " + text_at(row, "product");
        }
    }
    return bookings;
}

// Why somebody is looked at: told to the person, so in words that are not about anybody.
std::vector<Option> reasons(const Page& page) {
    std::vector<Option> options{{"", page.say("Velg grunn")}};
    for (const char* reason : {"Personen har bedt om innsyn", "Personen har bedt om sletting",
                               "Kontroll av oppslag", "Avvik eller klage"}) {
        options.push_back({reason, page.say(reason)});
    }
    return options;
}

void add_departures(Page& page, json::array& forms, const json::object& borrower) {
    const Request& request = page.request();
    const std::string today = domain::to_text(request.now.today);
    if (page.may_post(api_of(request, "/moved"))) {
        Form form = page.form(path_of(request, "/flyttet"), "Registrer flytting");
        form.named("moved")
            .heading(page.say("Har flyttet"))
            .day("day", page.say("Flyttet dato"), today)
            .hint(page.say("Påminnelser stoppes, og det låneren har hjemme, skal hentes."))
            .text("address/street", page.say("Ny gateadresse"))
            .text("address/postal_code", page.say("Nytt postnummer"))
            .with("inputmode", "numeric")
            .text("address/city", page.say("Nytt poststed"));
        forms.push_back(form.view());
    }
    const bool person = borrower.at("kind") == "person";
    if (person && page.may_post(api_of(request, "/deceased"))) {
        forms.push_back(
            page.form(path_of(request, "/dod"), "Registrer dødsfall")
                .named("deceased")
                .heading(page.say("Er død"))
                .colour("danger")
                .day("day", page.say("Dødsdato"), today)
                .hint(page.say("Påminnelser stoppes, og det låneren har hjemme, skal hentes."))
                .view());
    }
}

void add_privacy(Page& page, json::array& forms) {
    const Request& request = page.request();
    const auto add = [&](std::string_view path, std::string_view name, std::string_view heading,
                         std::string_view submit, std::string_view tone) {
        Form form = page.form(path_of(request, path), submit);
        form.named(std::string(name)).heading(page.say(heading));
        if (!tone.empty()) form.colour(std::string(tone));
        form.choice("_why", page.say("Hvorfor"), reasons(page))
            .hint(page.say("Personen kan få vite det."));
        forms.push_back(form.view());
    };
    if (page.may(Method::get, api_of(request, "/seen-by"))) {
        add("/innsyn", "seen", "Hvem har sett personen", "Vis oppslagene", {});
    }
    if (page.may(Method::get, api_of(request, "/report"))) {
        add("/rapport", "report", "Alt som er lagret", "Vis alt som er lagret", {});
    }
    if (page.may_post(api_of(request, "/erase"))) {
        add("/slett", "erase", "Slett personen", "Slett for godt", "danger");
    }
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    json::object borrower = page.ask(api_of(request));
    if (borrower.empty()) return not_there(page);
    const bool gone = !borrower.at("anonymised_at").is_null();
    const bool person = borrower.at("kind") == "person";
    const json::array open = loans_of(page, "open");
    const json::array ended = loans_of(page, "ended");

    json::array forms;
    if (!gone) forms.push_back(talk_form(page, path_of(request, "/samtale"), "talk").view());
    if (!gone && borrower.at("deceased_on").is_null()) add_departures(page, forms, borrower);
    json::array privacy;
    if (!gone && person) add_privacy(page, privacy);

    const std::string id = json::serialize(borrower.at("id"));
    const bool lends = !gone && borrower.at("deceased_on").is_null();
    page.view["may_lend"] = lends && request.principal.role == Role::lager;
    page.view["may_book"] = lends && page.may_post("/bookings");
    page.view["book_first"] = request.principal.role != Role::lager;
    page.view["may_change"] = !gone && page.may(Method::patch, api_of(request));
    page.view["may_merge"] = !gone && page.may_post(api_of(request, "/merge"));
    page.view["out"] = out_of(open);
    page.view["back"] = back_of(open, ended);
    page.view["bookings"] = bookings_of(page);
    json::array talks = items_of(page.ask(api_of(request, "/contacts"), {{"limit", "10"}}));
    for (json::value& talk : talks) {
        auto& row = talk.get_object();
        row["talk_outcome"] = row.at("outcome");
        row["talk_how"] = row.at("how");
    }
    page.view["talks"] = std::move(talks);
    page.view["is_person"] = person;
    page.view["forms"] = std::move(forms);
    page.view["privacy"] = std::move(privacy);
    // Names stay out of the history of the browser.
    page.view["title"] = page.say("Låner") + " " + id;
    if (text_at(borrower, "protection") == "none") borrower["protection"] = nullptr;
    page.view["borrower"] = std::move(borrower);
    return page.show("borrower");
}

// ---- changed -----------------------------------------------------------------------------------

void add_address(Page& page, Form& form, const json::object& borrower) {
    const auto* stored = borrower.at("address").if_object();
    const json::object address = stored == nullptr ? json::object() : *stored;
    form.text("address/street", page.say("Gateadresse"), text_at(address, "street"))
        .text("address/postal_code", page.say("Postnummer"), text_at(address, "postal_code"))
        .with("inputmode", "numeric")
        .with("narrow", true)
        .text("address/city", page.say("Poststed"), text_at(address, "city"));
}

Shown show_change(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const json::object borrower = page.ask(api_of(request));
    const std::string etag = page.etag();
    if (borrower.empty()) return not_there(page);
    const bool person = borrower.at("kind") == "person";
    const auto say = [&](std::string_view text) { return page.say(text); };
    const auto stored = [&](std::string_view key) { return text_at(borrower, key); };
    const auto* kept = borrower.at("contact").if_object();
    const json::object contact = kept == nullptr ? json::object() : *kept;

    Form form = page.form(path_of(request, "/endre"), "Lagre");
    form.named("change").version(etag).text("name", say("Navn"), stored("name")).required();
    form.text("phone", say("Telefon"), stored("phone")).with("inputmode", "tel");
    form.text("email", say("E-post"), stored("email")).with("inputmode", "email");
    add_address(page, form, borrower);
    if (person) {
        form.day("birth_date", say("Fødselsdato"), stored("birth_date"));
        form.text("national_number", say("Fødselsnummer"), stored("national_number"))
            .with("inputmode", "numeric");
    }
    form.text("contact/name", say("Kontaktperson"), text_at(contact, "name"))
        .hint(say("Foresatt, når låneren er et barn."))
        .text("contact/phone", say("Kontaktpersonens telefon"), text_at(contact, "phone"))
        .with("inputmode", "tel");
    form.radio("language", say("Språk i brev og vilkår"),
               options_of("language", {"nb", "nn"}, page.language()), stored("language"));
    if (borrower.at("deceased_on").is_null()) {
        form.box("reminders_off", say("Send ingen påminnelser"),
                 borrower.at("reminders_off").get_bool());
    }
    page.view["form"] = form.view();

    page.view["protect"] = nullptr;
    if (person && request.principal.sees_protected) {
        Form protect = page.form(path_of(request, "/vern"), "Lagre adressevern");
        protect.named("protect").quiet().version(etag).radio(
            "protection", say("Adressevern"),
            options_of("protection", {"none", "fortrolig", "strengt_fortrolig"}, page.language()),
            stored("protection"));
        protect.hint(say("Ved strengt fortrolig adresse kan ingen adresse lagres. Tøm den her."));
        add_address(page, protect, borrower);
        page.view["protect"] = protect.view();
    }
    page.view["title"] = say("Endre låner");
    page.view["id"] = borrower.at("id");
    page.view["name"] = borrower.at("name");
    return page.show("borrower_change");
}

// ---- found to be another one's double ----------------------------------------------------------

Shown show_duplicates(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const json::object borrower = page.ask(api_of(request));
    if (borrower.empty()) return not_there(page);
    json::array others = items_of(page.ask(api_of(request, "/duplicates")));
    const bool may_merge = page.may_post(api_of(request, "/merge"));

    page.view["form"] = nullptr;
    if (may_merge && !others.empty()) {
        std::vector<Option> options;
        for (const json::value& entry : others) {
            const auto& other = entry.get_object();
            std::string label = text_at(other, "name");
            for (const std::string& more :
                 {shown(text_at(other, "birth_date")), text_at(other, "phone"),
                  page.say("låner") + " " + json::serialize(other.at("id"))}) {
                if (!more.empty()) label += ", " + more;
            }
            options.push_back({json::serialize(other.at("id")), std::move(label)});
        }
        page.view["form"] = page.form(path_of(request, "/duplikater"), "Slå sammen")
                                .named("these")
                                .radio("into", page.say("Er den samme som"), options)
                                .view();
    }
    page.view["other_form"] = nullptr;
    if (may_merge) {
        page.view["other_form"] = page.form(path_of(request, "/slaa-sammen"), "Slå sammen")
                                      .named("other")
                                      .quiet()
                                      .heading(page.say("Slå sammen med en annen"))
                                      .number("into", page.say("Lånernummer"))
                                      .required()
                                      .hint(page.say("Nummeret står på lånerens side."))
                                      .view();
    }
    page.view["others"] = std::move(others);
    page.view["borrower"] = borrower;
    page.view["title"] = page.say("Kan være registrert to ganger");
    return page.show("duplicates");
}

// ---- what is stored, and who has seen it -------------------------------------------------------

// Nothing is shown before it is said why.
std::optional<Shown> refuse_without_reason(const Request& request, db::ReadTx& tx,
                                           const std::optional<Typed>& typed) {
    Returned form{request.path, typed.value_or(Typed()), {}, {}};
    if (const auto code = refuse_typed(request, typed)) {
        form.title = routing::text(*code, request.language);
    } else if (typed->text("_why").empty()) {
        form.title = say("Velg hvorfor.", request.language);
        form.faults.push_back({"_why", form.title});
    } else {
        return std::nullopt;
    }
    return show_again(request, tx, show, std::move(form), 422);
}

Shown show_seen(const Request& request, db::ReadTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (auto refused = refuse_without_reason(request, tx, typed)) return std::move(*refused);
    Page page(request, tx);
    const json::object borrower = page.ask(api_of(request));
    if (borrower.empty()) return not_there(page);
    Parameters parameters{{"limit", "100"}};
    if (const auto cursor = typed->text("_cursor"); !cursor.empty()) parameters["cursor"] = cursor;
    const json::object seen = page.ask(api_of(request, "/seen-by"), parameters);
    page.view["title"] = page.say("Hvem har sett personen");
    page.view["borrower"] = borrower;
    page.view["seen"] = items_of(seen);
    page.view["form"] = nullptr;
    if (!text_at(seen, "next").empty()) {
        page.view["form"] = page.form(path_of(request, "/innsyn"), "Vis tidligere oppslag")
                                .quiet()
                                .hidden("_why", typed->text("_why"))
                                .hidden("_cursor", text_at(seen, "next"))
                                .view();
    }
    return page.show("seen");
}

Shown show_report(const Request& request, db::ReadTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (auto refused = refuse_without_reason(request, tx, typed)) return std::move(*refused);
    Page page(request, tx);
    json::object report = page.ask(api_of(request, "/report"));
    if (report.empty()) return not_there(page);
    json::array loans;
    for (const json::value& entry : report.at("loans").get_array()) {
        loans.push_back(entry.at("loan"));
    }
    add_line_products(page, loans);
    json::array lines;
    for (const json::value& entry : loans) {
        const auto& loan = entry.get_object();
        for (const json::value& line : loan.at("lines").get_array()) {
            json::object row = shown_line(loan, line.get_object());
            row["start"] = loan.at("start");
            lines.push_back(std::move(row));
        }
    }
    json::array extensions;
    json::array trainings;
    for (const json::value& entry : report.at("loans").get_array()) {
        for (const auto& [name, all] :
             {std::pair("extensions", &extensions), std::pair("trainings", &trainings)}) {
            for (const json::value& one : entry.at(name).get_array()) {
                json::object row = one.get_object();
                row["loan"] = entry.at("loan").at("id");
                all->push_back(std::move(row));
            }
        }
    }
    for (const char* name : {"bookings", "handouts"}) {
        page.add_product_names(report.at(name).get_array());
    }
    for (json::value& booking : report.at("bookings").get_array()) {
        booking.get_object()["booking_state"] = booking.at("state");
    }
    page.view["title"] = page.say("Alt som er lagret");
    page.view["lines"] = std::move(lines);
    page.view["extensions"] = std::move(extensions);
    page.view["trainings"] = std::move(trainings);
    json::object borrower = report.at("borrower").get_object();
    if (text_at(borrower, "protection") == "none") borrower["protection"] = nullptr;
    page.view["borrower"] = std::move(borrower);
    for (const char* name :
         {"registered_at", "retained_until", "pickups", "handouts", "bookings", "notes", "seen"}) {
        page.view[name] = report.at(name);
    }
    return page.show("person_report");
}

constexpr Submission changed{Method::patch, "/borrowers/{0}", "/lanere/{0}?done=saved",
                             show_change};
constexpr Submission talked{Method::post, "/borrowers/{0}/contacts", "/lanere/{0}?done=talked",
                            show};
constexpr Submission died{Method::post, "/borrowers/{0}/deceased", "/lanere/{0}?done=departed",
                          show};
constexpr Submission moved{Method::post, "/borrowers/{0}/moved", "/lanere/{0}?done=departed", show};
constexpr Submission merged{Method::post, "/borrowers/{0}/merge", "/lanere/{id}?done=merged",
                            show_duplicates};
constexpr Submission erased{Method::post, "/borrowers/{0}/erase", "/lanere/{0}?done=erased", show};

Shown erase(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (auto refused = refuse_without_reason(request, tx, typed)) return std::move(*refused);
    return submit(request, tx, erased);
}

constexpr Roles readers{Role::lager, Role::ergo, Role::leder};
constexpr Roles leder{Role::leder};

// A form whose answer is a page and changes nothing: what it asks is not for the address.
constexpr routing::Route asked_row(std::string_view path, Roles roles, std::string_view summary,
                                   routing::Disclose show) {
    routing::Route row = form_row(path, roles, summary, show);
    row.success = 200;
    return row;
}

const routing::Route rows[] = {
    page_row("/lanere/{id}", readers, "One borrower", show),
    page_row("/lanere/{id}/endre", readers, "A borrower to be changed", show_change),
    form_row("/lanere/{id}/endre", readers, "Changed", routing::Write(submitted<changed>)),
    form_row("/lanere/{id}/vern", readers, "Address protection",
             routing::Write(submitted<changed>)),
    form_row("/lanere/{id}/samtale", readers, "What was said", routing::Write(submitted<talked>)),
    form_row("/lanere/{id}/dod", readers, "Died", routing::Write(submitted<died>)),
    form_row("/lanere/{id}/flyttet", readers, "Moved", routing::Write(submitted<moved>)),
    page_row("/lanere/{id}/duplikater", readers, "Others that may be the same", show_duplicates),
    form_row("/lanere/{id}/duplikater", readers, "Merged with one of them",
             routing::Write(submitted<merged>)),
    form_row("/lanere/{id}/slaa-sammen", readers, "Merged with another",
             routing::Write(submitted<merged>)),
    form_row("/lanere/{id}/slett", leder, "Erased", routing::Write(erase)),
    asked_row("/lanere/{id}/innsyn", leder, "Who has seen a person", show_seen),
    asked_row("/lanere/{id}/rapport", leder, "All that is stored about a person", show_report),
};

}  // namespace

std::span<const routing::Route> borrower_rows() { return rows; }

}  // namespace pages
