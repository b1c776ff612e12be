#include "pages/figure_view.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "api/report_file.hpp"
#include "domain/month.hpp"
#include "pages/fields.hpp"
#include "pages/words.hpp"
#include "reports/format.hpp"

namespace pages {
namespace {

using reports::Cell;
using reports::Kind;
using reports::Plot;
using reports::Row;
using reports::Section;

constexpr std::size_t most_bars = 12;
constexpr std::size_t year = 12;

// ---- words -------------------------------------------------------------------------------------

// The text with {name} replaced by what stands beside the name.
using Filling = std::initializer_list<std::pair<std::string_view, std::string>>;
std::string with(std::string text, Filling filling) {
    for (const auto& [name, value] : filling) {
        const std::string mark = "{" + std::string(name) + "}";
        if (const auto at = text.find(mark); at != std::string::npos) {
            text.replace(at, mark.size(), value);
        }
    }
    return text;
}

std::string whole(double number) { return reports::shown_number(number, 0); }

double real_at(const json::object& row, std::string_view key) {
    const auto* value = row.if_contains(key);
    return value != nullptr && value->is_number() ? value->to_number<double>() : 0;
}

domain::Month month_at(const json::object& row) {
    return domain::parse_month(text_at(row, "month")).value();
}

// "nov. 2026"
std::string shown(const Page& page, domain::Month month) {
    return std::string(reports::short_name(api::report_language(page.language()), month.month())) +
           " " + std::to_string(static_cast<int>(month.year()));
}

// ---- parts of a section ------------------------------------------------------------------------

// With labels in bokmål.
struct Head {
    std::string_view label;
    Kind kind = Kind::text;
    int decimals = 0;
};
std::vector<reports::Column> heads(const Page& page, std::initializer_list<Head> all) {
    std::vector<reports::Column> columns;
    for (const Head& head : all) {
        columns.push_back({page.say(head.label), head.kind, head.decimals});
    }
    return columns;
}

Cell number_or_nothing(const json::object& row, std::string_view key) {
    const auto* value = row.if_contains(key);
    if (value == nullptr || !value->is_number()) return {};
    return value->to_number<double>();
}

template <class Data>
Plot plot(const Page& page, std::string title, std::string finding, std::string unit, Data data) {
    return {std::move(title), std::move(finding), std::move(unit),
            api::report_language(page.language()), std::move(data)};
}

reports::Bars first_bars(std::vector<reports::Bars::Bar> bars) {
    if (bars.size() > most_bars) bars.resize(most_bars);
    return {std::move(bars)};
}

json::array rows_of(Page& page, std::string_view figure, Parameters parameters = {}) {
    for (const char* name : {"depot", "iso"}) {
        const std::string value = parameter(page.request(), name);
        if (!value.empty() && !parameters.contains(name)) parameters[name] = value;
    }
    return array_at(page.ask("/stats/" + std::string(figure), parameters), "items");
}

// Of rows by month: a table with the numbers of those members.
struct Member {
    std::string_view key;
    std::string_view label;
    Kind kind = Kind::number;
    int decimals = 0;
};
Section month_table(const Page& page, const json::array& rows, std::span<const Member> members) {
    Section section;
    section.columns = heads(page, {{"Måned"}});
    for (const Member& member : members) {
        section.columns.push_back({page.say(member.label), member.kind, member.decimals});
    }
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        Row cells{shown(page, month_at(row))};
        for (const Member& member : members) cells.push_back(number_or_nothing(row, member.key));
        section.rows.push_back(std::move(cells));
    }
    return section;
}

// What a member comes to in the last so many rows, but for the very last ones.
double sum_of(const json::array& rows, std::string_view key, std::size_t months,
              std::size_t before = 0) {
    double sum = 0;
    const std::size_t end = rows.size() - std::min(rows.size(), before);
    for (std::size_t i = end - std::min(end, months); i < end; ++i) {
        sum += real_at(rows[i].get_object(), key);
    }
    return sum;
}

// ---- the figures -------------------------------------------------------------------------------

std::vector<Section> loans(Page& page) {
    const json::array rows = rows_of(page, "loans");
    std::map<domain::Month, double> months;
    std::map<std::string, std::pair<double, double>> classes;  // the last year, the one before
    const domain::Month last = domain::month_of(page.request().now.today);
    if (!rows.empty()) {
        // A month without loans is one as well.
        for (auto month = month_at(rows.front().get_object()); month <= last;
             month += std::chrono::months(1)) {
            months[month] = 0;
        }
    }
    Section all;
    all.columns = heads(page, {{"Måned"}, {"Varegruppe"}, {"Utlån", Kind::number}});
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const domain::Month month = month_at(row);
        const double lent = real_at(row, "lent");
        months[month] += lent;
        auto& sums = classes[text_at(row, "iso_class")];
        (last - month < std::chrono::months(year) ? sums.first : sums.second) += lent;
        if (lent > 0) {
            all.rows.push_back(
                {shown(page, month), class_name(page, text_at(row, "iso_class")), lent});
        }
    }
    Section by_month;
    by_month.columns = heads(page, {{"Måned"}, {"Utlån", Kind::number}});
    reports::Trend trend;
    double now = 0;
    double before = 0;
    for (const auto& [month, lent] : months) {
        by_month.rows.push_back({shown(page, month), lent});
        trend.values.push_back({month, lent});
        (last - month < std::chrono::months(year) ? now : before) += lent;
    }
    trend.name = page.say("Utlån");
    by_month.heading =
        before > 0 ? with(page.say("{now} utlån de siste tolv månedene, {before} i de tolv før"),
                          {{"now", whole(now)}, {"before", whole(before)}})
                   : with(page.say("{now} utlån de siste tolv månedene"), {{"now", whole(now)}});
    by_month.figure = plot(page, page.say("Utlån måned for måned"), by_month.heading,
                           page.say("utlån per måned"), std::move(trend));

    std::vector<std::pair<std::string, std::pair<double, double>>> sorted(classes.begin(),
                                                                          classes.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second.first > b.second.first; });
    Section by_class;
    by_class.columns = heads(
        page,
        {{"Varegruppe"}, {"Siste tolv måneder", Kind::number}, {"De tolv før", Kind::number}});
    std::vector<reports::Bars::Bar> bars;
    for (const auto& [iso_class, sums] : sorted) {
        const std::string name = class_name(page, iso_class);
        by_class.rows.push_back({name, sums.first, sums.second});
        bars.push_back({name, sums.first});
    }
    by_class.heading =
        bars.empty() ? page.say("Ingen utlån ennå")
                     : with(page.say("{class} lånes ut mest"), {{"class", bars.front().label}});
    by_class.figure = plot(page, page.say("Utlån etter varegruppe"), by_class.heading,
                           page.say("utlån siste tolv måneder"), first_bars(std::move(bars)));
    all.heading = page.say("Alle måneder og varegrupper");
    return {std::move(by_month), std::move(by_class), std::move(all)};
}

std::vector<Section> open_loans(Page& page) {
    const json::array rows = rows_of(page, "open-loans");
    constexpr Member members[] = {{"open", "Ute"}, {"overdue", "Over fristen"}};
    Section section = month_table(page, rows, members);
    reports::Stack stack;
    stack.lower_name = page.say("Over fristen");
    stack.upper_name = page.say("Innen fristen");
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const double overdue = real_at(row, "overdue");
        stack.steps.push_back(
            {shown(page, month_at(row)), overdue, real_at(row, "open") - overdue});
    }
    section.heading = with(
        page.say("{overdue} av {open} som er ute, er over fristen"),
        {{"overdue", whole(sum_of(rows, "overdue", 1))}, {"open", whole(sum_of(rows, "open", 1))}});
    section.figure = plot(page, page.say("Ute og over fristen ved slutten av hver måned"),
                          section.heading, page.say("hjelpemidler"), std::move(stack));
    return {std::move(section)};
}

std::vector<Section> hand_over(Page& page) {
    const json::array rows = rows_of(page, "hand-over");
    constexpr Member members[] = {{"bookings", "Utleverte bestillinger"},
                                  {"mean_days", "Dager i snitt", Kind::number, 1}};
    Section section = month_table(page, rows, members);
    reports::Trend trend;
    trend.name = page.say("Dager");
    double days = 0;
    double bookings = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const json::object& row = rows[i].get_object();
        trend.values.push_back({month_at(row), real_at(row, "mean_days")});
        if (i + year < rows.size()) continue;
        days += real_at(row, "mean_days") * real_at(row, "bookings");
        bookings += real_at(row, "bookings");
    }
    section.heading =
        bookings == 0
            ? page.say("Ingen bestillinger er utlevert det siste året")
            : with(page.say("{days} dager fra bestilling til utlevering i snitt det siste året"),
                   {{"days", reports::shown_number(days / bookings, 1)}});
    section.figure = plot(page, page.say("Fra bestilling til utlevering"), section.heading,
                          page.say("dager i snitt"), std::move(trend));
    return {std::move(section)};
}

// "0–1", "15 eller mer"
std::string span_of(const Page& page, const json::object& row) {
    const std::string from = std::to_string(number_at(row, "days_from"));
    if (row.at("days_to").is_null()) {
        return with(page.say("{days} eller mer"), {{"days", from}});
    }
    return from + "–" + std::to_string(number_at(row, "days_to"));
}

std::vector<Section> wash_queue(Page& page) {
    const json::array rows = rows_of(page, "wash-queue");
    Section section;
    section.columns = heads(page, {{"Depot"}, {"Dager i køen"}, {"Hjelpemidler", Kind::number}});
    std::map<std::int64_t, reports::Histogram::Bin> bins;
    double waiting = 0;
    double long_waiting = 0;
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const double aids = real_at(row, "aids");
        const std::string span = span_of(page, row);
        section.rows.push_back({text_at(row, "depot"), span, aids});
        auto& bin = bins[number_at(row, "days_from")];
        bin.label = span;
        bin.count += aids;
        waiting += aids;
        if (number_at(row, "days_from") >= 8) long_waiting += aids;
    }
    reports::Histogram histogram;
    for (auto& entry : bins) histogram.bins.push_back(std::move(entry.second));
    histogram.axis = page.say("dager i køen");
    section.heading = with(page.say("{n} venter på vask, {old} av dem i mer enn en uke"),
                           {{"n", whole(waiting)}, {"old", whole(long_waiting)}});
    section.figure = plot(page, page.say("Hvor lenge det har ventet på vask"), section.heading,
                          page.say("hjelpemidler"), std::move(histogram));
    return {std::move(section)};
}

std::vector<Section> utilisation(Page& page) {
    const json::array rows = rows_of(page, "utilisation");
    Section section;
    section.columns = heads(page, {{"Varegruppe"},
                                   {"Hjelpemidler", Kind::number},
                                   {"Ute", Kind::number},
                                   {"Andel ute", Kind::percent}});
    std::vector<reports::Bars::Bar> bars;
    double aids = 0;
    double out = 0;
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const std::string name = class_name(page, text_at(row, "iso_class"));
        section.rows.push_back(
            {name, real_at(row, "aids"), real_at(row, "on_loan"), number_or_nothing(row, "share")});
        bars.push_back({name, 100 * real_at(row, "share")});
        aids += real_at(row, "aids");
        out += real_at(row, "on_loan");
    }
    section.heading = aids == 0 ? page.say("Hjelpemidlene er ikke talt ennå")
                                : with(page.say("{percent} % av hjelpemidlene er ute"),
                                       {{"percent", whole(100 * out / aids)}});
    section.figure = plot(page, page.say("Andel som er ute"), section.heading, page.say("prosent"),
                          first_bars(std::move(bars)));
    return {std::move(section)};
}

std::vector<Section> stock_levels(Page& page) {
    const json::array rows = rows_of(page, "stock-levels");
    Section section;
    section.columns = heads(page, {{"Produkt"},
                                   {"Depot"},
                                   {"På lager", Kind::number},
                                   {"Minst", Kind::number},
                                   {"Høyst", Kind::number},
                                   {"Mangler", Kind::number}});
    std::vector<reports::Bars::Bar> bars;
    double lacking = 0;
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const double lacks = std::max(0.0, real_at(row, "minimum") - real_at(row, "at_hand"));
        section.rows.push_back({text_at(row, "product"), text_at(row, "depot"),
                                real_at(row, "at_hand"), number_or_nothing(row, "minimum"),
                                number_or_nothing(row, "maximum"), lacks});
        if (lacks == 0) continue;
        bars.push_back({text_at(row, "product") + ", " + text_at(row, "depot"), lacks});
        lacking += 1;
    }
    section.heading =
        with(page.say("{n} av {all} beholdninger er under minimum"),
             {{"n", whole(lacking)}, {"all", whole(static_cast<double>(rows.size()))}});
    section.figure = plot(page, page.say("Det som mangler til minimum"), section.heading,
                          page.say("mangler"), first_bars(std::move(bars)));
    return {std::move(section)};
}

std::vector<Section> capacity(Page& page) {
    const json::array rows = rows_of(page, "capacity");
    Section section;
    section.columns = heads(page, {{"Depot"},
                                   {"Plass til", Kind::number},
                                   {"Står der", Kind::number},
                                   {"Fylt", Kind::percent}});
    std::vector<reports::Bars::Bar> bars;
    std::string fullest;
    double most = -1;
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const std::string depot = text_at(row, "depot");
        section.rows.push_back({depot, number_or_nothing(row, "capacity"), real_at(row, "aids"),
                                number_or_nothing(row, "share")});
        if (row.at("share").is_null()) continue;
        const double share = 100 * real_at(row, "share");
        bars.push_back({depot, share});
        if (share <= most) continue;
        most = share;
        fullest = depot;
    }
    section.heading = fullest.empty()
                          ? page.say("Ingen depoter har fått satt hvor mange de har plass til")
                          : with(page.say("{depot} er fullest: {percent} % av plassene er i bruk"),
                                 {{"depot", fullest}, {"percent", whole(most)}});
    section.figure = plot(page, page.say("Hvor fulle depotene er"), section.heading,
                          page.say("prosent"), first_bars(bars));
    return {std::move(section)};
}

std::vector<Section> losses(Page& page) {
    const json::array rows = rows_of(page, "losses");
    constexpr Member members[] = {{"lost", "Tapt"}, {"scrapped", "Kassert"}};
    Section section = month_table(page, rows, members);
    reports::Stack stack;
    stack.lower_name = page.say("Tapt");
    stack.upper_name = page.say("Kassert");
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        stack.steps.push_back(
            {shown(page, month_at(row)), real_at(row, "lost"), real_at(row, "scrapped")});
    }
    section.heading = with(page.say("{lost} tapt og {scrapped} kassert de siste tolv månedene"),
                           {{"lost", whole(sum_of(rows, "lost", year))},
                            {"scrapped", whole(sum_of(rows, "scrapped", year))}});
    section.figure = plot(page, page.say("Tapt og kassert måned for måned"), section.heading,
                          page.say("hjelpemidler"), std::move(stack));
    return {std::move(section)};
}

std::vector<Section> dead_stock(Page& page) {
    const json::array rows = rows_of(page, "dead-stock/classes");
    Section section;
    section.columns = heads(page, {{"Varegruppe"}, {"Hjelpemidler", Kind::number}});
    std::vector<reports::Bars::Bar> bars;
    double resting = 0;
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const double aids = real_at(row, "aids");
        const std::string name = class_name(page, text_at(row, "iso_class"));
        section.rows.push_back({name, aids});
        bars.push_back({name, aids});
        resting += aids;
    }
    section.heading = with(page.say("{n} av de klare hjelpemidlene har ikke vært lånt ut på lenge"),
                           {{"n", whole(resting)}});
    section.figure = plot(page, page.say("Klart, men ikke i bruk"), section.heading,
                          page.say("hjelpemidler"), first_bars(std::move(bars)));
    return {std::move(section)};
}

std::vector<Section> permanent(Page& page) {
    const json::array rows = rows_of(page, "permanent");
    constexpr Member members[] = {{"ended", "Avsluttede lån"},
                                  {"permanent", "Blitt varige"},
                                  {"share", "Andel", Kind::percent, 1}};
    Section section = month_table(page, rows, members);
    reports::Trend trend;
    trend.name = page.say("Blitt varige");
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        trend.values.push_back({month_at(row), real_at(row, "permanent")});
    }
    section.heading =
        with(page.say("{n} av {all} lån som ble avsluttet de siste tolv månedene, ble varige"),
             {{"n", whole(sum_of(rows, "permanent", year))},
              {"all", whole(sum_of(rows, "ended", year))}});
    section.figure = plot(page, page.say("Lån som ble varige"), section.heading,
                          page.say("lån per måned"), std::move(trend));
    return {std::move(section)};
}

std::vector<Section> forecast(Page& page) {
    const json::array rows = rows_of(page, "forecast");
    Section section;
    section.columns = heads(page, {{"Varegruppe"},
                                   {"Måned"},
                                   {"Ventet", Kind::number, 1},
                                   {"Minst", Kind::number},
                                   {"Høyst", Kind::number}});
    // The plot is of the class that was chosen, else of the one that is lent the most.
    std::string shown_class = parameter(page.request(), "iso");
    if (shown_class.empty() && !rows.empty()) {
        shown_class = text_at(rows.front().get_object(), "iso_class");
    }
    reports::Trend trend;
    double expected = 0;
    double high = 0;
    double low = 0;
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const std::string iso_class = text_at(row, "iso_class");
        section.rows.push_back({class_name(page, iso_class), shown(page, month_at(row)),
                                real_at(row, "likely"), real_at(row, "low"), real_at(row, "high")});
        if (iso_class != shown_class) continue;
        trend.expected.push_back(
            {month_at(row), real_at(row, "low"), real_at(row, "likely"), real_at(row, "high")});
        // The first is the month that goes on.
        if (trend.expected.size() != 2) continue;
        expected = real_at(row, "likely");
        low = real_at(row, "low");
        high = real_at(row, "high");
    }
    if (trend.expected.empty()) {
        section.heading = page.say("For få måneder med utlån til å si noe om dem som kommer");
        return {std::move(section)};
    }
    // Whole months alone: the one that goes on is expected.
    for (const json::value& entry : rows_of(page, "loans", {{"iso", shown_class}})) {
        const json::object& row = entry.get_object();
        if (month_at(row) < trend.expected.front().month) {
            trend.values.push_back({month_at(row), real_at(row, "lent")});
        }
    }
    trend.name = page.say("Utlån");
    trend.expected_name = page.say("Ventet");
    section.heading =
        with(page.say("{class}: {n} utlån ventes neste måned, trolig mellom {low} og {high}"),
             {{"class", class_name(page, shown_class)},
              {"n", whole(expected)},
              {"low", whole(low)},
              {"high", whole(high)}});
    section.figure = plot(page, page.say("Utlån og ventede utlån"), section.heading,
                          page.say("utlån per måned"), std::move(trend));
    return {std::move(section)};
}

std::vector<Section> suggestions(Page& page) {
    const json::array rows = rows_of(page, "suggestions");
    Section section;
    section.columns = heads(page, {{"Varegruppe"},
                                   {"Depot"},
                                   {"Forslag"},
                                   {"Antall", Kind::number},
                                   {"Har", Kind::number},
                                   {"Trenger", Kind::number}});
    std::map<std::string, double> bought;
    double to_buy = 0;
    double to_move = 0;
    for (const json::value& entry : rows) {
        const json::object& row = entry.get_object();
        const std::string name = class_name(page, text_at(row, "iso_class"));
        const bool buy = text_at(row, "advice") == "buy";
        const double number = real_at(row, "number");
        std::string advice = page.say(words_of("advice", text_at(row, "advice")).bokmal);
        if (!buy) advice += " " + text_at(row, "from");
        section.rows.push_back({name, text_at(row, "depot"), std::move(advice), number,
                                real_at(row, "aids"), real_at(row, "needed")});
        (buy ? to_buy : to_move) += number;
        if (buy) bought[name] += number;
    }
    std::vector<reports::Bars::Bar> bars;
    bars.reserve(bought.size());
    for (const auto& [name, number] : bought) bars.push_back({name, number});
    std::stable_sort(bars.begin(), bars.end(),
                     [](const auto& a, const auto& b) { return a.value > b.value; });
    section.heading = page.say("Det dere har, dekker det som ventes de neste tre månedene");
    if (rows.empty()) return {std::move(section)};
    section.heading = with(page.say("{buy} bør kjøpes og {move} flyttes for å dekke det som ventes "
                                    "de neste tre månedene"),
                           {{"buy", whole(to_buy)}, {"move", whole(to_move)}});
    section.figure = plot(page, page.say("Det som bør kjøpes"), section.heading,
                          page.say("hjelpemidler"), first_bars(std::move(bars)));
    return {std::move(section)};
}

constexpr Figure all[] = {
    {"utlan", "Utlån", "Det som er gitt ut, måned for måned. Det som ble angret, er ikke med.",
     true, loans},
    {"ute", "Ute og over fristen",
     "Ved slutten av hver måned, etter fristene som gjaldt da; denne måneden så langt.", true,
     open_loans},
    {"ventetid", "Fra bestilling til utlevering",
     "Bestillinger som ble utlevert i måneden, og hvor lenge det var siden de ble bestilt.", true,
     hand_over},
    {"vaskeko", "Vaskekøen", "Det som venter på vask nå, og hvor lenge det har ventet.", false,
     wash_queue},
    {"utnyttelse", "Utnyttelse",
     "Hvor mange av kommunens egne hjelpemidler som er ute. Telles en gang i døgnet.", true,
     utilisation},
    {"minimum", "Lager mot minimum",
     "Produktene som har fått satt hvor mange det skal være. Det som mangler mest, står først.",
     true, stock_levels},
    {"plass", "Plass i depotene",
     "Hvor mange hjelpemidler som står i depotet, mot hvor mange det har plass til. Telles en gang "
     "i "
     "døgnet.",
     false, capacity},
    {"tap", "Tapt og kassert", "Etter måneden det ble registrert.", true, losses},
    {"ubrukt", "Ubrukt på lageret", "Klart, men ikke lånt ut på så lenge som innstillingene sier.",
     true, dead_stock},
    {"varige", "Lån som ble varige", "Av lånene som ble avsluttet i måneden.", true, permanent},
    {"ventet", "Ventede utlån",
     "Regnet ut av utlånene måned for måned og årstiden. I fire av fem måneder blir tallet mellom "
     "minst og høyst.",
     true, forecast},
    {"innkjop", "Kjøp og flytting",
     "Det som trengs, er det som ventes lånt ut, ganger hvor lenge et lån varer, med tid til vask "
     "og kontroll.",
     true, suggestions},
};

}  // namespace

std::span<const Figure> figures() { return all; }

reports::Report report_of(Page& page, const Figure& figure) {
    reports::Report report;
    report.title = page.say(figure.title);
    report.language = api::report_language(page.language());
    report.as_of = page.request().now.instant;
    report.sections = figure.sections(page);
    report.notes = {page.say(figure.about)};
    return report;
}

std::string class_name(const Page& page, std::string_view iso_class) {
    const Words words = words_of("iso_class", iso_class);
    if (words.bokmal.empty()) return page.say("ISO") + " " + std::string(iso_class);
    return page.say(words.bokmal);
}

}  // namespace pages
