// The picture of the states in server/domain/readiness.svg is drawn from the readiness table: the
// way of an aid through the depot as arrows, all that leads out of it and back as lists.
// UPDATE_GOLDEN=1 draws it anew.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "domain/readiness.hpp"
#include "domain/text.hpp"

using domain::LoanNeed;
using domain::State;
using domain::Transition;
using domain::Trigger;

namespace {

std::string name_of(State state) {
    switch (state) {
        case State::ready:
            return "Klar";
        case State::to_clean:
            return "Til rengjøring";
        case State::to_inspect:
            return "Til kontroll";
        case State::to_repair:
            return "Til reparasjon";
        case State::quarantine:
            return "Karantene";
        case State::blocked:
            return "Sperret";
        case State::missing:
            return "Savnet";
        case State::lost:
            return "Tapt";
        case State::scrapped:
            return "Kassert";
        case State::handed_over:
            return "Levert eier";
    }
    return {};
}

std::string name_of(Trigger trigger) {
    switch (trigger) {
        case Trigger::take_in:
            return "ta inn ny";
        case Trigger::take_over:
            return "overta fra NAV";
        case Trigger::hand_out:
            return "lever ut";
        case Trigger::return_aid:
            return "ta imot";
        case Trigger::return_infectious:
            return "ta imot, smitte";
        case Trigger::cleaned:
            return "vasket";
        case Trigger::skip_wash:
            return "hopp over vask";
        case Trigger::inspected_ok:
            return "godkjent";
        case Trigger::inspected_failed:
            return "ikke godkjent";
        case Trigger::repaired:
            return "reparert";
        case Trigger::scrap:
            return "kasser";
        case Trigger::scrap_at_borrower:
            return "kasser hos låneren";
        case Trigger::block:
            return "sperr";
        case Trigger::unblock:
            return "opphev sperring";
        case Trigger::report_missing:
            return "meld savnet";
        case Trigger::found:
            return "funnet";
        case Trigger::give_up:
            return "gi opp";
        case Trigger::give_up_lent:
            return "tapt hos låneren";
        case Trigger::hand_over:
            return "lever til eier";
        case Trigger::hand_over_lent:
            return "NAV overtar hos låneren";
    }
    return {};
}

// A place in the picture: a state, on loan, or what is not there yet.
struct Spot {
    std::optional<State> state;
    bool on_loan = false;
    auto operator<=>(const Spot&) const = default;
};

std::string name_of(const Spot& spot) {
    if (!spot.state) return "Ny";
    if (!spot.on_loan) return name_of(*spot.state);
    return spot.state == State::ready ? "Utlånt" : name_of(*spot.state) + " og utlånt";
}

struct Step {
    Spot from;
    Spot to;
    Trigger trigger;
    bool one_of_many = false;  // its row begins in more than three states
};

bool ends_loan(Trigger trigger) { return trigger != Trigger::block && trigger != Trigger::unblock; }

// Where a row leads from that spot; several for lifting a block, which depends on the past.
std::vector<Spot> targets(const Transition& row, const Spot& from) {
    if (row.trigger == Trigger::hand_out) return {{from.state, true}};
    const bool stays = from.on_loan && !ends_loan(row.trigger);
    if (row.trigger != Trigger::unblock) return {{row.to ? row.to : from.state, stays}};
    const domain::Day today = std::chrono::year(2026) / 11 / 23;
    std::vector<Spot> found;
    for (const auto until : {today, today + std::chrono::days(1)}) {
        for (const bool dirty : {true, false}) {
            const domain::Standing standing{*from.state, from.on_loan, dirty, until};
            const Spot to{*domain::next_state(row.trigger, standing, today), stays};
            if (std::find(found.begin(), found.end(), to) == found.end()) found.push_back(to);
        }
    }
    return found;
}

std::vector<Spot> sources(const Transition& row) {
    if (row.from.empty()) return {{}};
    std::vector<Spot> all;
    for (const State state : row.from) {
        if (row.loan != LoanNeed::open) all.push_back({state, false});
        const bool may_be_lent = state == State::ready || state == State::blocked;
        if (row.loan != LoanNeed::none && may_be_lent) all.push_back({state, true});
    }
    return all;
}

std::vector<Step> steps() {
    std::vector<Step> all;
    for (const Transition& row : domain::transitions()) {
        for (const Spot& from : sources(row)) {
            for (const Spot& to : targets(row, from)) {
                all.push_back({from, to, row.trigger, row.from.size() > 3});
            }
        }
    }
    return all;
}

// ---- drawing -----------------------------------------------------------------------------------

constexpr int box_width = 150;
constexpr int box_height = 54;

struct Box {
    Spot spot;
    int x;  // its middle
    int y;
    const char* look;
};
constexpr const char* calm = "fill=\"#e8f1fa\" stroke=\"#1f5a94\"";
constexpr const char* good = "fill=\"#e3f4e6\" stroke=\"#1d7a36\"";
constexpr const char* away = "fill=\"#ffffff\" stroke=\"#555\" stroke-dasharray=\"6 4\"";

const std::array boxes{
    Box{{State::ready, true}, 170, 130, away},
    Box{{State::ready, false}, 170, 300, good},
    Box{{State::to_repair, false}, 170, 470, calm},
    Box{{State::to_clean, false}, 560, 130, calm},
    Box{{State::to_inspect, false}, 560, 300, calm},
    Box{{State::quarantine, false}, 900, 215, calm},
};

// The arrows among them: how they run, and where their words stand.
struct Arrow {
    Spot from;
    Spot to;
    const char* path;
    int x;
    int y;
    const char* anchor;
};
const std::array arrows{
    Arrow{{State::ready, false}, {State::ready, true}, "M170 273V163", 160, 223, "end"},
    Arrow{{State::ready, true}, {State::to_clean, false}, "M245 130H479", 362, 122, "middle"},
    Arrow{{State::ready, true},
          {State::quarantine, false},
          "M170 103V72Q170 54 188 54H882Q900 54 900 72V182",
          560,
          46,
          "middle"},
    Arrow{{State::to_clean, false}, {State::to_inspect, false}, "M560 157V267", 570, 217, "start"},
    Arrow{{State::quarantine, false},
          {State::to_inspect, false},
          "M825 228L641 288",
          752,
          276,
          "start"},
    Arrow{{State::to_clean, false}, {State::ready, false}, "M485 148L250 278", 342, 222, "end"},
    Arrow{{State::to_inspect, false}, {State::ready, false}, "M485 300H251", 368, 292, "middle"},
    Arrow{{State::ready, false},
          {State::ready, false},
          "M95 288H66Q48 288 48 300Q48 312 66 312H89",
          40,
          338,
          "start"},
    Arrow{
        {State::to_inspect, false}, {State::to_repair, false}, "M530 327L251 458", 390, 366, "end"},
    Arrow{{State::to_repair, false},
          {State::to_inspect, false},
          "M245 484L575 333",
          436,
          424,
          "start"},
    Arrow{{State::ready, false}, {State::to_repair, false}, "M170 327V437", 160, 390, "end"},
    Arrow{{}, {State::to_inspect, false}, "M700 320H641", 716, 325, "start"},
    Arrow{{}, {State::to_clean, false}, "M700 130H641", 716, 135, "start"},
};

bool in_the_middle(const Spot& spot) {
    return !spot.state || std::any_of(boxes.begin(), boxes.end(),
                                      [&](const Box& box) { return box.spot == spot; });
}

void text(std::ostream& out, int x, int y, const std::string& words, const char* more = "") {
    out << "<text x=\"" << x << "\" y=\"" << y << "\" " << more << ">" << words << "</text>\n";
}

void draw(std::ostream& out, const Box& box) {
    out << "<rect x=\"" << box.x - box_width / 2 << "\" y=\"" << box.y - box_height / 2
        << "\" width=\"" << box_width << "\" height=\"" << box_height << "\" rx=\"9\" "
        << "stroke-width=\"2\" " << box.look << "/>\n";
    text(out, box.x, box.y + 6, name_of(box.spot), "class=\"state\" text-anchor=\"middle\"");
}

void draw_middle(std::ostream& out, const std::vector<Step>& all) {
    for (const Box& box : boxes) draw(out, box);
    std::map<std::pair<Spot, Spot>, std::string> labels;
    for (const Step& step : all) {
        if (step.one_of_many || !in_the_middle(step.from) || !in_the_middle(step.to)) continue;
        std::string& label = labels[{step.from, step.to}];
        label += (label.empty() ? "" : ", ") + name_of(step.trigger);
    }
    for (const Arrow& arrow : arrows) {
        const auto label = labels.extract({arrow.from, arrow.to});
        if (label.empty()) throw std::runtime_error("an arrow that the table does not have");
        if (!arrow.from.state)
            out << "<circle class=\"new\" cx=\"704\" cy=\"" << arrow.y - 5 << "\" r=\"5\"/>\n";
        out << "<path class=\"arrow\" d=\"" << arrow.path << "\"/>\n";
        const std::string anchor = "text-anchor=\"" + std::string(arrow.anchor) + "\"";
        text(out, arrow.x, arrow.y, label.mapped(), anchor.c_str());
    }
    for (const auto& [spots, label] : labels) {
        throw std::runtime_error("no arrow is drawn from " + name_of(spots.first) + " to " +
                                 name_of(spots.second) + ": " + label);
    }
}

// The names with commas between, in lines of at most so many characters; no name is broken.
std::vector<std::string> lines_of(const std::string& first, const std::vector<std::string>& names) {
    constexpr std::size_t longest = 44;
    std::vector<std::string> lines{first};
    for (const std::string& name : names) {
        const bool last = &name == &names.back();
        const std::string word = name + (last ? "" : ",");
        if (domain::code_points(lines.back() + " " + word) > longest) {
            lines.push_back(word);
        } else {
            lines.back() += " " + word;
        }
    }
    return lines;
}

// By trigger, in the order of the table: the names of the other ends.
using Lists = std::vector<std::pair<Trigger, std::vector<std::string>>>;

void add(Lists& lists, Trigger trigger, const std::string& name) {
    if (lists.empty() || lists.back().first != trigger) lists.push_back({trigger, {}});
    auto& names = lists.back().second;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// A state outside of the middle, with what leads to it and out of it; how high it became.
int draw_card(std::ostream& out, int x, int y, const std::string& name, const Lists& in,
              const Lists& from_here) {
    constexpr int width = 350;
    constexpr int line = 19;
    std::ostringstream words;
    int at = y + 58;
    const auto list = [&](const Lists& lists, const char* word) {
        for (const auto& [trigger, names] : lists) {
            text(words, x + 16, at, name_of(trigger), "class=\"trigger\"");
            at += line;
            for (const std::string& row : lines_of(word, names)) {
                text(words, x + 28, at, row);
                at += line;
            }
        }
    };
    list(in, "fra:");
    list(from_here, "til:");
    const int height = at - y;
    out << "<rect class=\"card\" x=\"" << x << "\" y=\"" << y << "\" width=\"" << width
        << "\" height=\"" << height << "\" rx=\"9\"/>\n";
    text(out, x + 16, y + 30, name, "class=\"state\"");
    out << words.str();
    return height;
}

std::string picture() {
    const auto all = steps();
    std::ostringstream cards;
    constexpr int top = 560;
    std::array<int, 3> columns{top, top, top};
    const auto card = [&](std::size_t column, const std::string& name, const Lists& in,
                          const Lists& from_here) {
        const int x = 25 + static_cast<int>(column) * 370;
        columns.at(column) += draw_card(cards, x, columns.at(column), name, in, from_here) + 20;
    };
    const std::pair<State, std::size_t> outside[] = {{State::blocked, 0},
                                                     {State::missing, 1},
                                                     {State::lost, 1},
                                                     {State::scrapped, 2},
                                                     {State::handed_over, 2}};
    for (const auto& [state, column] : outside) {
        Lists in;
        Lists from_here;
        for (const Step& step : all) {
            const bool self = step.from.state == state && step.to.state == state;
            if (step.to.state == state && !(self && step.one_of_many)) {
                add(in, step.trigger, name_of(step.from));
            } else if (step.from.state == state && !step.one_of_many) {
                add(from_here, step.trigger, name_of(step.to));
            }
        }
        card(column, name_of(state), in, from_here);
    }
    // Into the middle from more places than arrows could show.
    Lists many;
    for (const Step& step : all) {
        if (step.one_of_many && in_the_middle(step.to)) add(many, step.trigger, name_of(step.from));
    }
    card(0, "Til rengjøring, når det alt er her", many, {});

    std::ostringstream middle;
    draw_middle(middle, all);
    const int height = *std::max_element(columns.begin(), columns.end());
    std::ostringstream out;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1140 " << height
        << "\" width=\"1140\" height=\"" << height << "\" role=\"img\">\n"
        << "<title>Tilstandene til et hjelpemiddel</title>\n"
        << "<style>text{font:14px 'DejaVu Sans',Verdana,sans-serif;fill:#222}"
        << ".state{font-size:16px;font-weight:bold}.trigger{font-weight:bold}"
        << ".arrow{fill:none;stroke:#444;stroke-width:1.6;marker-end:url(#tip)}"
        << ".new{fill:#444}.card{fill:#f6f6f3;stroke:#777;stroke-width:1.5}</style>\n"
        << "<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\""
        << " markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"#444\"/>"
        << "</marker></defs>\n"
        << "<rect width=\"1140\" height=\"" << height << "\" fill=\"#fff\"/>\n"
        << middle.str() << cards.str() << "</svg>\n";
    return out.str();
}

std::string path() { return KL_SOURCE_DIR "/server/domain/readiness.svg"; }

std::string read_file() {
    std::ifstream file(path());
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
}

}  // namespace

TEST_CASE("the picture of the states is the one that the readiness table gives") {
    const std::string drawn = picture();
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path()) << drawn;
    CHECK(read_file() == drawn);
}
