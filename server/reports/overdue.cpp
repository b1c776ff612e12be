#include "reports/overdue.hpp"

#include <array>
#include <set>

#include <fmt/format.h>

#include "domain/weekday.hpp"

namespace reports {
namespace {

using domain::ListChange;
using domain::ListedBorrower;
using domain::OverdueLine;
using domain::OverdueList;

// Bokmål, nynorsk, English.
using Words = std::array<std::string_view, 3>;

std::string in(Language language, const Words& words) {
    return std::string(words.at(static_cast<std::size_t>(language)));
}

constexpr Words week_title{"Forfalte utlån uke {:02}/{}", "Forfalne utlån veke {:02}/{}",
                           "Overdue loans, week {:02}/{}"};
constexpr Words now_title{"Utlån over fristen", "Utlån over fristen", "Overdue loans"};
constexpr Words on_time{"Per {} {} kl. {:02}.{:02}", "Per {} {} kl. {:02}.{:02}",
                        "As of {} {}, {:02}:{:02}"};
constexpr Words too_late{"Laget etter mandag morgen: per {} {} kl. {:02}.{:02}",
                         "Laga etter måndag morgon: per {} {} kl. {:02}.{:02}",
                         "Made after Monday morning: as of {} {}, {:02}:{:02}"};
constexpr Words not_kept{"Listen for uken er ikke lagret ennå. Dette er slik det er nå.",
                         "Lista for veka er ikkje lagra enno. Dette er slik det er no.",
                         "The list of the week is not kept yet. This is as it is now."};
constexpr Words looked_up{
    "Navn og kontakt er slik de var da filen ble laget. Sortert etter dager over fristen.",
    "Namn og kontakt er slik dei var då fila vart laga. Sortert etter dagar over fristen.",
    "Names and contacts are as they were when the file was made. Sorted by days overdue."};

constexpr Words depot_head{"Depot", "Depot", "Depot"};
constexpr Words item_head{"Enhet", "Eining", "Aid"};
constexpr Words product_head{"Produkt", "Produkt", "Product"};
constexpr Words borrower_head{"Låner", "Lånar", "Borrower"};
constexpr Words contact_head{"Kontakt", "Kontakt", "Contact"};
constexpr Words due_head{"Frist", "Frist", "Due"};
constexpr Words days_head{"Dager over", "Dagar over", "Days overdue"};
constexpr Words reminders_head{"Påminnelser", "Påminningar", "Reminders"};
constexpr Words last_contact_head{"Sist kontakt", "Sist kontakt", "Last contact"};
constexpr Words responsible_head{"Ansvarlig", "Ansvarleg", "Responsible"};
constexpr Words why_head{"Varig behov?", "Varig behov?", "Permanent need?"};
constexpr Words change_head{"Siden sist", "Sidan sist", "Since last"};
constexpr Words solved_by_head{"Løst ved", "Løyst ved", "Solved by"};
constexpr Words overdue_head{"Over fristen", "Over fristen", "Overdue"};
constexpr Words fresh_head{"Nye", "Nye", "New"};
constexpr Words still_head{"Fortsatt", "Framleis", "Still there"};
constexpr Words solved_head{"Løst", "Løyst", "Solved"};
constexpr Words before_head{"Forrige liste", "Førre liste", "Last list"};
constexpr Words total_label{"I alt", "I alt", "In all"};
constexpr Words by_depot_heading{"Per depot", "Per depot", "By depot"};
constexpr Words by_responsible_heading{"Per ansvarlig", "Per ansvarleg", "By responsible"};
constexpr Words list_heading{"Listen", "Lista", "The list"};
constexpr Words solved_heading{"Løst siden uke {}", "Løyst sidan veke {}", "Solved since week {}"};
constexpr Words nobody_named{"Ingen oppgitt", "Ingen oppgitt", "Nobody named"};
constexpr Words anonymised{"Anonymisert", "Anonymisert", "Anonymised"};

Words words_of(ListChange change) {
    switch (change) {
        case ListChange::fresh:
            return {"Ny", "Ny", "New"};
        case ListChange::still:
            return {"Fortsatt", "Framleis", "Still there"};
        case ListChange::solved:
            return {"Løst", "Løyst", "Solved"};
    }
    return {};
}

struct Named {
    std::string_view code;
    Words words;
};
constexpr Named codes[] = {
    // Reasons for a permanent need.
    {"expected_long", {"mer enn 2 år", "meir enn 2 år", "more than 2 years"}},
    {"overdue", {"lenge over", "lenge over", "long overdue"}},
    {"repeated", {"lånt om igjen", "lånt om att", "borrowed again"}},
    // How a line was solved, or an extended loan is a candidate.
    {"estate_settled", {"boet gjort opp", "buet gjort opp", "estate settled"}},
    {"extended", {"forlenget", "forlengt", "extended"}},
    {"lost", {"tapt", "tapt", "lost"}},
    {"moved_to_institution",
     {"flyttet til institusjon", "flytta til institusjon", "moved to an institution"}},
    {"permanent", {"blitt varig", "vorte varig", "permanent"}},
    {"returned", {"levert inn", "levert inn", "returned"}},
    {"scrapped_at_borrower", {"kassert hos låner", "kassert hos lånar", "scrapped"}},
    {"swapped", {"byttet", "bytt", "swapped"}},
    {"undone", {"angret", "angra", "undone"}},
};

// A code of later than these words stays as it is.
std::string word_of(Language language, std::string_view code) {
    for (const Named& named : codes) {
        if (named.code == code) return in(language, named.words);
    }
    return std::string(code);
}

// As it is printed on the label: 7K3-QF2-7.
std::string printed(const std::string& code) {
    if (code.size() != 7) return code;
    return code.substr(0, 3) + "-" + code.substr(3, 3) + "-" + code.substr(6);
}

// A number with these blanks in it.
std::string with_blanks(std::string_view phone, std::string_view blank) {
    std::string text;
    for (const char c : phone) text += c == ' ' ? std::string(blank) : std::string(1, c);
    return text;
}

std::string contact_of(const ListedBorrower& borrower, std::string_view blank) {
    std::string all;
    const auto add = [&](const std::string& text) { all += (all.empty() ? "" : ", ") + text; };
    if (borrower.phone) add(with_blanks(*borrower.phone, blank));
    if (borrower.email) add(*borrower.email);
    if (borrower.contact) {
        const auto& [name, phone] = *borrower.contact;
        add(phone ? name + " (" + with_blanks(*phone, blank) + ")" : name);
    }
    return all;
}

Cell text_or_none(const std::optional<std::string>& text) { return text ? Cell(*text) : Cell(); }

// Cells and columns of one list in one language.
class Writer {
public:
    Writer(const domain::NamedOverdueList& named, Language language, std::string_view blank)
        : named_(named), list_(named.list), language_(language), blank_(blank) {}

    Report report() const {
        Report report;
        report.title = list_.week ? fmt::format(fmt::runtime(say(week_title)), list_.week->number,
                                                list_.week->year)
                                  : say(now_title);
        report.language = language_;
        report.as_of = list_.as_of;
        const domain::DayName& weekday = domain::weekdays.at(domain::weekday_index(named_.day));
        report.as_of_text =
            fmt::format(fmt::runtime(say(list_.late ? too_late : on_time)),
                        say({weekday.nb, weekday.nn, weekday.en}), domain::shown(named_.day),
                        named_.minute / 60, named_.minute % 60);
        if (list_.week && !list_.kept) report.notes.push_back(say(not_kept));
        report.notes.push_back(say(looked_up));
        return report;
    }

    Column column(const Words& words, Kind kind = Kind::text) const { return {say(words), kind}; }

    std::vector<Column> line_columns() const {
        return {column(item_head, Kind::code),
                column(product_head),
                column(borrower_head),
                column(contact_head),
                column(due_head, Kind::day),
                column(days_head, Kind::number),
                column(reminders_head, Kind::number),
                column(last_contact_head, Kind::day),
                column(responsible_head),
                column(why_head)};
    }
    Row line_cells(const OverdueLine& line) const {
        const ListedBorrower& borrower = borrower_of(line);
        return {item_cell(line),
                product_cell(line),
                name_cell(borrower),
                contact_of(borrower, blank_),
                line.due,
                number(line.days),
                number(line.reminders),
                line.last_contact ? Cell(*line.last_contact) : Cell(),
                text_or_none(line.responsible),
                why_of(line)};
    }
    std::string change_cell(const OverdueLine& line) const { return say(words_of(*line.change)); }
    Cell solved_cell(const OverdueLine& line) const {
        return line.solved_by ? Cell(word_of(language_, *line.solved_by)) : Cell();
    }

    // How many there are of each, largest numbers not first: in the order of their names.
    Section counts(const Words& heading, const Words& what,
                   const std::map<std::string, domain::ListCounts>& each) const {
        Section section;
        section.heading = say(heading);
        section.columns = {column(what), column(overdue_head, Kind::number)};
        if (list_.week) {
            for (const Words& head : {fresh_head, still_head, solved_head, before_head}) {
                section.columns.push_back(column(head, Kind::number));
            }
        }
        domain::ListCounts all;
        for (const auto& [name, counts] : each) {
            section.rows.push_back(count_cells(name, counts));
            all.fresh += counts.fresh;
            all.still += counts.still;
            all.solved += counts.solved;
        }
        section.totals = count_cells(say(total_label), all);
        return section;
    }

    Section solved() const {
        Section section;
        section.heading = fmt::format(fmt::runtime(say(solved_heading)), list_.since->number);
        section.columns = {column(depot_head),          column(item_head, Kind::code),
                           column(product_head),        column(borrower_head),
                           column(due_head, Kind::day), column(responsible_head),
                           column(solved_by_head)};
        for (const OverdueLine& line : list_.lines) {
            if (line.change != ListChange::solved) continue;
            section.rows.push_back({depot_name(line.depot), item_cell(line), product_cell(line),
                                    name_cell(borrower_of(line)), line.due,
                                    text_or_none(line.responsible), solved_cell(line)});
        }
        return section;
    }

    std::string depot_name(const domain::DepotId& id) const {
        const auto found = named_.depots.find(id);
        return found == named_.depots.end() ? id : found->second;
    }
    std::string responsible_name(const std::optional<std::string>& name) const {
        return name.value_or(say(nobody_named));
    }
    std::string say(const Words& words) const { return in(language_, words); }

private:
    Row count_cells(const std::string& name, const domain::ListCounts& counts) const {
        Row row{name, number(counts.overdue())};
        if (!list_.week) return row;
        for (const auto value : {counts.fresh, counts.still, counts.solved, counts.before()}) {
            row.push_back(number(value));
        }
        return row;
    }

    const ListedBorrower& borrower_of(const OverdueLine& line) const {
        static const ListedBorrower nobody;
        const auto found = named_.borrowers.find(line.borrower);
        return found == named_.borrowers.end() ? nobody : found->second;
    }
    std::string name_cell(const ListedBorrower& borrower) const {
        return borrower.anonymised ? say(anonymised) : borrower.name;
    }
    static Cell item_cell(const OverdueLine& line) {
        return line.item ? Cell(printed(*line.item)) : Cell();
    }
    static std::string product_cell(const OverdueLine& line) {
        return line.quantity == 1 ? line.product
                                  : std::to_string(line.quantity) + " × " + line.product;
    }
    std::string why_of(const OverdueLine& line) const {
        std::string all;
        for (const std::string& code : line.why) {
            all += (all.empty() ? "" : ", ") + word_of(language_, code);
        }
        return all;
    }

    const domain::NamedOverdueList& named_;
    const OverdueList& list_;
    Language language_;
    std::string_view blank_;  // within a phone number
};

// How many there are, by depot and by who is responsible.
void add_counts(Report& report, const OverdueList& list, const Writer& writer) {
    const domain::WeeklyCounts counts = domain::summed(domain::counted_lines(list.lines));
    std::map<std::string, domain::ListCounts> by_depot;
    for (const auto& [depot, of_it] : counts.by_depot) by_depot[writer.depot_name(depot)] = of_it;
    std::map<std::string, domain::ListCounts> by_responsible;
    for (const auto& [responsible, of_it] : counts.by_responsible) {
        by_responsible[writer.responsible_name(responsible)] = of_it;
    }
    report.sections.push_back(writer.counts(by_depot_heading, depot_head, by_depot));
    report.sections.push_back(
        writer.counts(by_responsible_heading, responsible_head, by_responsible));
}

// A table for each depot of the lines with that change; with none of what is overdue now.
void add_depots(Report& report, const OverdueList& list, const Writer& writer,
                std::optional<ListChange> change) {
    std::map<std::string, Section> depots;
    for (const OverdueLine& line : list.lines) {
        if (line.change != change) continue;
        depots[writer.depot_name(line.depot)].rows.push_back(writer.line_cells(line));
    }
    for (auto& [name, section] : depots) {
        section.heading = change ? writer.say(words_of(*change)) + " – " + name : name;
        section.columns = writer.line_columns();
        report.sections.push_back(std::move(section));
    }
}

void add_table(Report& report, const OverdueList& list, const Writer& writer) {
    Section section;
    section.heading = writer.say(list_heading);
    section.columns = writer.line_columns();
    section.columns.insert(section.columns.begin(), writer.column(depot_head));
    if (list.week) {
        section.columns.push_back(writer.column(change_head));
        section.columns.push_back(writer.column(solved_by_head));
    }
    for (const OverdueLine& line : list.lines) {
        Row row = writer.line_cells(line);
        row.insert(row.begin(), Cell(writer.depot_name(line.depot)));
        if (list.week) {
            row.emplace_back(writer.change_cell(line));
            row.push_back(writer.solved_cell(line));
        }
        section.rows.push_back(std::move(row));
    }
    report.sections.push_back(std::move(section));
}

}  // namespace

Report overdue_report(const domain::NamedOverdueList& named, Language language, Format format) {
    const OverdueList& list = named.list;
    const bool to_read = format == Format::pdf || format == Format::html;
    // On paper a phone number is not broken between two lines.
    const Writer writer(named, language, to_read ? "\u00A0" : " ");
    Report report = writer.report();
    if (format != Format::csv) add_counts(report, list, writer);
    if (!to_read) {
        add_table(report, list, writer);
        return report;
    }
    if (!list.week) add_depots(report, list, writer, std::nullopt);
    for (const ListChange change : {ListChange::fresh, ListChange::still}) {
        add_depots(report, list, writer, change);
    }
    if (list.since) report.sections.push_back(writer.solved());
    return report;
}

std::string overdue_file_name(const OverdueList& list) {
    return list.week ? "forfalt-" + domain::to_text(*list.week) : "forfalt";
}

}  // namespace reports
