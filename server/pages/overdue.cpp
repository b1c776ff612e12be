// What is overdue: now, and the lists of the weeks.

#include <fmt/format.h>

#include "api/overdue_files.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Hjelpemiddel", "item", Cell::code, "/hjelpemidler/{item}"},
    {"Produkt", "what"},
    {"Låner", "borrower", Cell::text, "/lan/{loan_id}"},
    {"Kontakt", "reach"},
    {"Frist", "due"},
    {"Dager over", "days_overdue", Cell::number},
    {"Påminnelser", "reminders", Cell::number},
    {"Sist kontakt", "last_contact"},
    {"Ansvarlig", "requested_by"},
    {"Varig behov?", "why"},
    {"Depot", "depot"},
};
constexpr Column week_columns[] = {
    columns[0], {"Siden sist", "since_last", Cell::tag},
    columns[1], columns[2],
    columns[3], columns[4],
    columns[5], columns[6],
    columns[7], columns[8],
    columns[9], columns[10],
};

constexpr std::string_view nothing_overdue = "Ingenting er over fristen her.";

// "47/2026" of "2026-W47".
std::string shown_week(std::string_view week) {
    return std::string(week.substr(6)) + "/" + std::string(week.substr(0, 4));
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) {
        if (!part.empty()) all += (all.empty() ? "" : ", ") + part;
    }
    return all;
}

// It stays on its line.
std::string phone_at(const json::object& of) {
    std::string phone;
    for (const char c : text_at(of, "phone")) phone += c == ' ' ? "\u00A0" : std::string(1, c);
    return phone;
}

std::string reach_of(const json::object& line) {
    std::string contact;
    if (const auto* person = object_at(line, "contact")) {
        contact = text_at(*person, "name");
        const std::string phone = phone_at(*person);
        if (!phone.empty()) contact += " (" + phone + ")";
    }
    return joined({phone_at(line), text_at(line, "email"), contact});
}

// The words of a value; one that has none is shown as it is.
std::string words(const Page& page, std::string_view field, const std::string& value) {
    const Words known = words_of(field, value);
    return known.bokmal.empty() ? value : page.say(known.bokmal);
}

void complete(const Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& line = row.get_object();
        const auto quantity = line.at("quantity").get_int64();
        const std::string product = text_at(line, "product");
        line["what"] = quantity == 1 ? product : std::to_string(quantity) + " × " + product;
        line["reach"] = reach_of(line);
        std::vector<std::string> why;
        for (const json::value& reason : line.at("candidate_why").get_array()) {
            why.push_back(words(page, "candidate_why", std::string(reason.get_string())));
        }
        line["why"] = joined(why);
        const std::string change = text_at(line, "change");
        const std::string solved = text_at(line, "solved_by");
        line["since_last"] = words(page, "list_change", change) +
                             (solved.empty() ? "" : ": " + words(page, "end_reason", solved));
        line["since_last_tone"] = words_of("list_change", change).tone;
    }
}

// What the reader has chosen to see, as the API takes it.
Parameters asked(const Request& request) {
    Parameters asked = taken(request, {"depot", "change"});
    if (parameter(request, "mine") == "true") {
        asked["requested_by"] = request.principal.name;
    } else if (const auto name = parameter(request, "ansvarlig"); !name.empty()) {
        asked["requested_by"] = name;
    }
    return asked;
}

std::string query_of(const Parameters& parameters) {
    std::string query;
    for (const auto& [name, value] : parameters) {
        query += (query.empty() ? "?" : "&") + name + "=" + encoded(value);
    }
    return query;
}

Section downloads(const Page& page, Parameters parameters) {
    parameters.erase("change");
    Section section(page.say("Last ned hele listen"));
    const auto add = [&](const char* format, std::string_view label, std::string_view about) {
        parameters["format"] = format;
        section.link("/forfalt/fil" + query_of(parameters), page.say(label), page.say(about));
    };
    add("pdf", "PDF", "Til møtet og arkivet.");
    add("xlsx", "Excel", "Med filter og sortering.");
    add("csv", "CSV", "Til andre programmer.");
    add("html", "Utskrift", "En nettside som kan skrives ut.");
    return section;
}

// A table without a download of its own.
json::object plain_table(const Page& page, std::span<const Column> shown, const json::array& rows,
                         std::string_view title, std::string_view empty, const json::value* next) {
    json::object made = table(page, shown, rows, title, empty, next);
    made["csv"] = nullptr;
    return made;
}

void add_whose(Page& page, Form& filters) {
    const auto& request = page.request();
    const std::string responsible = parameter(request, "ansvarlig");
    const bool mine = parameter(request, "mine") == "true";
    if (request.principal.role == Role::ergo || mine) {
        filters.choice("mine", page.say("Hvem sine"),
                       {{"", page.say("Alles")}, {"true", page.say("Mine")}}, mine ? "true" : "");
    }
    if (!responsible.empty() && !mine) {
        filters.choice("ansvarlig", page.say("Ansvarlig"),
                       {{responsible, responsible}, {"", page.say("Alle")}}, responsible);
    }
}

// ---- now ---------------------------------------------------------------------------------------

Shown show_now(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    Parameters wanted = asked(request);
    wanted.erase("change");
    Parameters on_page = wanted;
    if (const auto cursor = parameter(request, "cursor"); !cursor.empty()) {
        on_page["cursor"] = cursor;
    }
    json::object answer = page.ask("/overdue", on_page);
    auto* items = answer.if_contains("items");
    if (items == nullptr) return page.show("problem");
    complete(page, items->get_array());

    Form filters(request);
    filters.choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                   parameter(request, "depot"));
    add_whose(page, filters);
    add_filters(page, filters);
    add_action(page, "/forfalt/uker", "Ukelister", true);
    page.view["intro"] = page.say("Slik det er nå. Det som har vært over fristen lengst, først.");
    add_section(page, Section().table(plain_table(page, columns, items->get_array(), "Forfalt",
                                                  nothing_overdue, answer.if_contains("next"))));
    add_section(page, downloads(page, wanted));
    return page.show("sections", "Forfalt");
}

// ---- weeks -------------------------------------------------------------------------------------

constexpr Column weeks_columns[] = {
    {"Uke", "name", Cell::text, "/forfalt/{week}"},
    {"Over fristen", "overdue", Cell::number},
    {"Nye", "new", Cell::number},
    {"Fortsatt", "still", Cell::number},
    {"Løst", "solved", Cell::number},
    {"Per", "as_of"},
};

void add_counts(json::object& row) {
    for (const auto& [name, value] : json::object(row.at("counts").get_object())) {
        row[name] = value;
    }
}

Shown show_weeks(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_action(page, "/forfalt", "Forfalt nå", true);
    page.view["intro"] =
        page.say("En liste lages mandag kl. 06.00 for uken, og står siden slik den ble laget.");
    return show_list(page, {"/overdue/weeks",
                            "Ukelister over forfalte utlån",
                            "Ingen liste er laget ennå. Den første lages mandag kl. 06.00.",
                            "ukelister",
                            weeks_columns,
                            {},
                            [](Page&, json::array& rows) {
                                for (json::value& row : rows) {
                                    auto& week = row.get_object();
                                    week["name"] = shown_week(text_at(week, "week"));
                                    add_counts(week);
                                }
                            }});
}

// "12 (3 flere enn uke 46/2026)"
std::string total_text(const Page& page, const json::object& week) {
    const auto& counts = week.at("counts").get_object();
    const auto now = number_at(counts, "overdue");
    const auto before = number_at(counts, "before");
    const std::string since = text_at(week, "since");
    if (since.empty()) return std::to_string(now);
    const std::string last = page.say("uke") + " " + shown_week(since);
    if (now == before) {
        return fmt::format("{} ({} {})", now, page.say("like mange som"), last);
    }
    return fmt::format("{} ({} {} {})", now, now > before ? now - before : before - now,
                       now > before ? page.say("flere enn") : page.say("færre enn"), last);
}

constexpr Column depot_columns[] = {
    {"Depot", "depot", Cell::text, "/forfalt/{week}?depot={depot}"},
    {"Over fristen", "overdue", Cell::number},
    {"Nye", "new", Cell::number},
    {"Fortsatt", "still", Cell::number},
    {"Løst", "solved", Cell::number},
    {"Forrige liste", "before", Cell::number},
};
constexpr Column responsible_columns[] = {
    {"Ansvarlig", "named", Cell::text, "/forfalt/{week}?ansvarlig={requested_by}"},
    depot_columns[1],
    depot_columns[2],
    depot_columns[3],
    depot_columns[4],
    depot_columns[5],
};

// The rows of a part of the week's answer, with what its columns show.
json::array counted(const Page& page, const json::object& week, std::string_view part) {
    json::array rows = week.at(part).get_array();
    for (json::value& row : rows) {
        auto& one = row.get_object();
        one["week"] = week.at("week");
        add_counts(one);
        if (part != "responsible") continue;
        const std::string name = text_at(one, "requested_by");
        one["named"] = name.empty() ? page.say("Ingen oppgitt") : name;
    }
    return rows;
}

Shown show_week(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string& name = request.path_values.at(0);
    Parameters wanted = asked(request);
    wanted["week"] = name;
    Parameters on_page = wanted;
    if (const auto cursor = parameter(request, "cursor"); !cursor.empty()) {
        on_page["cursor"] = cursor;
    }
    const json::object week = page.ask("/overdue/weeks/" + encoded(name));
    json::object answer = page.ask("/overdue", on_page);
    auto* items = answer.if_contains("items");
    if (week.empty() || items == nullptr) return page.show("problem");
    complete(page, items->get_array());

    const auto say = [&](std::string_view text) { return page.say(text); };
    page.view["title"] = say("Forfalte utlån uke") + " " + shown_week(name);
    const bool late = week.at("late").get_bool();
    page.view["intro"] = (late ? say("Laget etter mandag morgen: per") : say("Per")) + " " +
                         shown(text_at(week, "as_of")) + ".";
    add_action(page, "/forfalt", "Forfalt nå", true);
    add_action(page, "/forfalt/uker", "Ukelister", true);

    Form filters(request);
    filters.choice("depot", say("Depot"), depot_options(page, "Alle"), parameter(request, "depot"))
        .choice("change", say("Siden sist"),
                {{"", say("Alle")},
                 {"new", say("Nye")},
                 {"still", say("Fortsatt")},
                 {"solved", say("Løst")}},
                parameter(request, "change"));
    add_whose(page, filters);
    add_filters(page, filters);

    const auto& counts = week.at("counts").get_object();
    const auto count = [&](const char* of) { return std::to_string(number_at(counts, of)); };
    add_section(page, Section(say("I alt"))
                          .fact(say("Over fristen"), total_text(page, week))
                          .fact(say("Nye"), count("new"))
                          .fact(say("Fortsatt"), count("still"))
                          .fact(say("Løst"), count("solved")));
    add_section(page, downloads(page, wanted));
    add_section(page, Section(say("Listen"))
                          .table(plain_table(page, week_columns, items->get_array(), "Listen",
                                             nothing_overdue, answer.if_contains("next"))));
    add_section(page, Section(say("Per depot"))
                          .table(plain_table(page, depot_columns, counted(page, week, "depots"),
                                             "Per depot", nothing_overdue, nullptr)));
    add_section(
        page, Section(say("Per ansvarlig"))
                  .table(plain_table(page, responsible_columns, counted(page, week, "responsible"),
                                     "Per ansvarlig", nothing_overdue, nullptr)));
    return page.show("sections");
}

// ---- files -------------------------------------------------------------------------------------

Reply file(const Request& request, routing::Desk& desk) {
    Answer answer = pass_on(request, desk, Method::get, "/overdue/file");
    if (!answer.ok()) return problem_page(request, answer.reply);
    return std::move(answer.reply);
}

constexpr Roles readers{Role::lager, Role::ergo, Role::leder};

constexpr routing::Route file_row() {
    routing::Route row = page_row("/forfalt/fil", readers, "A list of what is overdue as a file",
                                  nullptr, "week depot requested_by format");
    row.handler = routing::Work(file);
    row.media = api::overdue_file_types;
    return row;
}

const routing::Route rows[] = {
    page_row("/forfalt", readers, "What is overdue now", show_now,
             "depot mine ansvarlig cursor done"),
    page_row("/forfalt/uker", readers, "The weekly lists", show_weeks, "cursor format done"),
    file_row(),
    page_row("/forfalt/{week}", readers, "The overdue list of a week", show_week,
             "depot mine ansvarlig change cursor done"),
};

}  // namespace

std::span<const routing::Route> overdue_rows() { return rows; }

}  // namespace pages
