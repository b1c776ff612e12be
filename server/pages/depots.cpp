// Depots: their open days and their shelves.

#include "db/depot_store.hpp"
#include "domain/month.hpp"
#include "domain/weekday.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

using domain::Day;

constexpr std::string_view weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::vector<std::string> open_weekdays(const json::object& depot) {
    std::vector<std::string> names;
    for (const json::value& name : depot.at("open_weekdays").get_array()) {
        names.emplace_back(name.get_string());
    }
    return names;
}

std::string weekdays_text(const Page& page, const json::object& depot) {
    std::string all;
    for (const std::string& name : open_weekdays(depot)) {
        all += (all.empty() ? "" : ", ") + page.say(words_of("day_name", name).bokmal);
    }
    return all;
}

constexpr Column columns[] = {
    {"Navn", "name", Cell::text, "/depoter/{id}"},
    {"Id", "id"},
    {"Åpent", "open_days"},
    {"Plass til", "capacity", Cell::number},
};

void complete(Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& depot = row.get_object();
        depot["open_days"] = weekdays_text(page, depot);
    }
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    if (page.may_post("/depots")) add_action(page, "/depoter/nytt", "Nytt depot");
    return show_list(page,
                     {"/depots", "Depoter", "Ingen depoter.", "depoter", columns, {}, complete});
}

void add_fields(Form& form, const Page& page, const json::object& now) {
    std::vector<Option> days;
    for (const std::string_view day : weekdays) {
        days.push_back({std::string(day), page.say(words_of("day_name", day).bokmal)});
    }
    const std::vector<std::string> open =
        now.empty() ? std::vector<std::string>{"mon", "tue", "wed", "thu", "fri"}
                    : open_weekdays(now);
    form.text("name", page.say("Navn"), text_at(now, "name"))
        .required()
        .hidden("open_weekdays[]", "")
        .boxes("open_weekdays[]", page.say("Åpent"), days, open)
        .number("capacity", page.say("Plass til så mange hjelpemidler"),
                number_of(now, "capacity"));
}

Shown show_new(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    Form form = page.form("/depoter/nytt", "Registrer depotet");
    form.text("id", page.say("Id"))
        .required()
        .hint(page.say("Kort, med store bokstaver og tall: SMS, ENGVEIEN. Den endres aldri."));
    add_fields(form, page, {});
    add_section(page, Section().form(form));
    return page.show("sections", "Nytt depot");
}

// ---- the calendar -----------------------------------------------------------------------------

// Weeks of seven days, with what differs below them.
void add_calendar(Page& page, const domain::Depot& depot, const std::string& id, bool may_change) {
    const auto wanted = domain::parse_month(parameter(page.request(), "maned"));
    const domain::Month month = wanted.value_or(domain::month_of(page.request().now.today));
    const Day begin = domain::first_day(month);
    const Day end = month / std::chrono::last;
    const json::object asked =
        page.ask("/depots/" + id + "/calendar",
                 {{"from", domain::to_text(begin)}, {"to", domain::to_text(end)}});
    const auto* days = asked.if_contains("items");
    if (days == nullptr) return;
    const auto set = db::depots::calendar(page.tx(), depot).exceptions;

    json::array weeks;
    json::array reasons;
    json::array week;
    const std::size_t before = domain::weekday_index(begin);
    const json::object none{{"number", nullptr}, {"open", true},   {"set", false},
                            {"href", nullptr},   {"today", false}, {"date", nullptr}};
    for (std::size_t i = 0; i < before; ++i) week.push_back(none);
    int number = 0;
    for (const json::value& each : days->get_array()) {
        const auto& one = each.get_object();
        const Day date = begin + std::chrono::days(number);
        ++number;
        const bool differs = set.contains(date);
        const std::string text(one.at("day").get_string());
        const std::string why = text_at(one, "why");
        week.push_back({{"number", number},
                        {"open", one.at("open")},
                        {"set", differs},
                        {"href", may_change ? json::value("/depoter/" + id + "/dager/" + text)
                                            : json::value()},
                        {"today", date == page.request().now.today},
                        {"date", text}});
        const bool weekend = !differs && domain::holidays(date).empty();
        if (!weekend) {
            reasons.push_back({{"date", text}, {"open", one.at("open")}, {"why", why}});
        }
        if (week.size() == 7) {
            weeks.push_back(json::object{{"days", std::move(week)}});
            week = {};
        }
    }
    if (!week.empty()) {
        while (week.size() < 7) week.push_back(none);
        weeks.push_back(json::object{{"days", std::move(week)}});
    }
    const std::string here = "/depoter/" + id + "?maned=";
    page.view["calendar"] =
        json::object{{"month", month_in_words(month, page.language())},
                     {"weeks", std::move(weeks)},
                     {"reasons", std::move(reasons)},
                     {"before", here + domain::to_text(month - std::chrono::months(1))},
                     {"after", here + domain::to_text(month + std::chrono::months(1))},
                     {"may_change", may_change}};
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    const json::object depot = page.ask("/depots/" + id);
    const std::string etag = page.etag();
    const auto stored = db::depots::find(tx, request.path_values.at(0));
    if (depot.empty() || !stored) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    const bool may_change = page.may(Method::patch, "/depots/" + id);
    page.view["title"] = depot.at("name");
    add_action(page, "/depoter/" + id + "/hyller", "Hyller", true);
    add_calendar(page, *stored, id, may_change);
    Section facts(say("Om depotet"));
    facts.fact(say("Id"), text_at(depot, "id"))
        .fact(say("Åpent"), weekdays_text(page, depot))
        .fact(say("Plass til"), fact_of(page, depot, "capacity"));
    add_aside(page, facts);
    if (may_change) {
        Form days = page.form("/depoter/" + id + "/dager", "Lagre dagene");
        days.named("d")
            .quiet()
            .heading(say("Steng eller åpne flere dager"))
            .day("from", say("Fra"))
            .required()
            .day("to", say("Til og med"))
            .required()
            .radio("open", say("Hva"), {{"false", say("Stengt")}, {"true", say("Åpent likevel")}},
                   "false")
            .text("why", say("Hvorfor"))
            .required();
        Form change = page.form("/depoter/" + id + "/endre", "Lagre");
        change.version(etag).quiet().heading(say("Endre depotet"));
        add_fields(change, page, depot);
        add_aside(page, Section(say("Endre")).folded(days).folded(change));
    }
    return page.show("depot");
}

// One day of the calendar.
Shown show_day(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    const std::string text = request.path_values.at(1);
    const json::object depot = page.ask("/depots/" + id);
    const std::string etag = page.etag();
    const json::object asked =
        page.ask("/depots/" + id + "/calendar", {{"from", text}, {"to", text}});
    const auto stored = db::depots::find(tx, request.path_values.at(0));
    if (asked.empty() || !stored) return page.show("problem");
    const auto& day = asked.at("items").get_array().front().get_object();
    const bool open = day.at("open").get_bool();
    const auto say = [&](std::string_view words) { return page.say(words); };
    page.view["title"] = text_at(depot, "name") + " " + shown(text);
    const std::string back = "/depoter/" + id + "?maned=" + text.substr(0, 7);
    add_action(page, back, "Tilbake til kalenderen", true);
    add_section(page, Section()
                          .fact(say("Nå"), say(open ? "Åpent" : "Stengt"))
                          .fact(say("Hvorfor"), text_at(day, "why")));
    const std::string action = "/depoter/" + id + "/dager/" + text;
    Form form = page.form(action, "Lagre dagen");
    form.version(etag)
        .radio("open", say("Hva"), {{"false", say("Stengt")}, {"true", say("Åpent")}},
               open ? "false" : "true")
        .text("why", say("Hvorfor"))
        .required();
    add_section(page, Section(say("Endre dagen")).form(form));
    const auto set = db::depots::calendar(tx, *stored).exceptions;
    if (const auto date = domain::parse_day(text); date && set.contains(*date)) {
        Form undo = page.form(action + "/fjern", "Følg ukedager og helligdager igjen");
        undo.version(etag).quiet();
        add_section(page, Section(say("Ta bort endringen")).form(undo));
    }
    return page.show("sections");
}

// Each of the days by itself, all or none.
Shown set_days(const Request& request, db::WriteTx& tx) {
    constexpr std::chrono::days most(31);
    const auto typed = Typed::parse(request.body);
    if (const auto code = refuse_typed(request, typed)) {
        if (!typed) return routing::problem(request, 400, *code);
        Returned form{
            request.path, *typed, {}, std::string(routing::text(*code, request.language))};
        return show_again(request, tx, show, std::move(form), 422);
    }
    const auto from = domain::parse_day(typed->text("from"));
    const auto to = domain::parse_day(typed->text("to"));
    Returned wrong{request.path, *typed, {}, {}};
    const auto fault = [&](const char* name, std::string_view code) {
        wrong.faults.push_back({name, std::string(routing::text(code, request.language))});
    };
    if (!from) fault("from", "invalid_date");
    if (!to) fault("to", "invalid_date");
    if (from && to && *to < *from) fault("to", "wrong_order");
    if (from && to && *to - *from >= most) fault("to", "over_a_month");
    if (!wrong.faults.empty()) {
        wrong.title = wrong.faults.front().detail;
        return show_again(request, tx, show, std::move(wrong), 422);
    }
    json::object body{{"open", typed->text("open") == "true"}};
    if (!typed->text("why").empty()) body["why"] = typed->text("why");
    const std::string id = encoded(request.path_values.at(0));
    db::Savepoint before(tx);
    for (Day day = *from; day <= *to; day += std::chrono::days(1)) {
        Answer answer = change(request, tx, Method::put,
                               "/depots/" + id + "/days/" + domain::to_text(day), body);
        if (answer.ok()) continue;
        before.undo();
        if (answer.status == 404) return {std::move(answer.reply), {}};
        return show_again(request, tx, show, returned(request, *typed, answer), 422);
    }
    before.keep();
    return see_other("/depoter/" + id + "?maned=" + domain::to_text(*from).substr(0, 7) +
                     "&done=saved");
}

// ---- shelves ----------------------------------------------------------------------------------

constexpr Column shelf_columns[] = {
    {"Hylle", "shelf", Cell::text},
    {"Hjelpemidler", "aids", Cell::number},
    {"Telles", "counted", Cell::number},
    {"Plass til", "capacity", Cell::number},
};
constexpr Column shelf_columns_of_admin[] = {
    {"Hylle", "shelf", Cell::text, "/depoter/{depot}/hyller/{shelf}"},
    {"Hjelpemidler", "aids", Cell::number},
    {"Telles", "counted", Cell::number},
    {"Plass til", "capacity", Cell::number},
};

Shown shelves(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    const bool may_change = page.may(Method::put, "/depots/" + id + "/shelves/A");
    const std::string path = "/depots/" + id + "/shelves";
    add_action(page, "/depoter/" + id, "Tilbake til depotet", true);
    page.view["intro"] = page.say("En hylle kommer hit når noe blir satt på den.");
    List list{path,
              "Hyller",
              "Ingen hyller er i bruk ennå.",
              "hyller",
              may_change ? std::span<const Column>(shelf_columns_of_admin)
                         : std::span<const Column>(shelf_columns),
              {}};
    list.on_page = 25;
    return show_list(page, list);
}

Shown show_shelf(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string depot = encoded(request.path_values.at(0));
    const std::string name = encoded(request.path_values.at(1));
    const json::object shelf = page.ask("/depots/" + depot + "/shelves/" + name);
    if (shelf.empty()) return page.show("problem");
    const auto say = [&](std::string_view words) { return page.say(words); };
    page.view["title"] = say("Hylle") + " " + text_at(shelf, "shelf");
    add_action(page, "/depoter/" + depot + "/hyller", "Tilbake til hyllene", true);
    Form form = page.form("/depoter/" + depot + "/hyller/" + name, "Lagre");
    form.version(page.etag())
        .number("capacity", say("Plass til"), number_of(shelf, "capacity"))
        .required();
    add_section(page, Section()
                          .fact(say("Hjelpemidler"), fact_of(page, shelf, "aids"))
                          .fact(say("Telles"), fact_of(page, shelf, "counted"))
                          .form(form));
    return page.show("sections");
}

constexpr Submission make{Method::post, "/depots", "/depoter/{id}?done=made", show_new};
constexpr Submission change_one{Method::patch, "/depots/{0}", "/depoter/{0}?done=saved", show};
constexpr Submission set_day{Method::put, "/depots/{0}/days/{1}", "/depoter/{0}?done=saved",
                             show_day};
constexpr Submission unset_day{Method::del, "/depots/{0}/days/{1}", "/depoter/{0}?done=saved",
                               show_day};
constexpr Submission set_shelf{Method::put, "/depots/{0}/shelves/{1}",
                               "/depoter/{0}/hyller?done=saved", show_shelf};

constexpr Roles admin{Role::admin};

const routing::Route rows[] = {
    page_row("/depoter", Roles::all(), "Depots", list, "cursor format done"),
    page_row("/depoter/{id}", Roles::all(), "One depot and its calendar", show, "maned done"),
    page_row("/depoter/nytt", admin, "A new depot", show_new),
    form_row("/depoter/nytt", admin, "Make a depot", routing::Write(submitted<make>)),
    form_row("/depoter/{id}/endre", admin, "Change a depot", routing::Write(submitted<change_one>)),
    form_row("/depoter/{id}/dager", admin, "Close or open several days", routing::Write(set_days)),
    page_row("/depoter/{id}/dager/{day}", admin, "One day of a depot", show_day),
    form_row("/depoter/{id}/dager/{day}", admin, "Close or open a day",
             routing::Write(submitted<set_day>)),
    form_row("/depoter/{id}/dager/{day}/fjern", admin, "The day is as the weekday says",
             routing::Write(submitted<unset_day>)),
    page_row("/depoter/{id}/hyller", Roles::all(), "The shelves of a depot", shelves,
             "cursor format done"),
    page_row("/depoter/{id}/hyller/{name}", admin, "One shelf", show_shelf),
    form_row("/depoter/{id}/hyller/{name}", admin, "What a shelf holds",
             routing::Write(submitted<set_shelf>)),
};

}  // namespace

std::span<const routing::Route> depot_rows() { return rows; }

}  // namespace pages
