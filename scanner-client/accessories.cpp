#include "accessories.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "json.hpp"
#include "line.hpp"
#include "wording.hpp"

namespace scanner {

namespace json = boost::json;

namespace {

// Numbers of at most two digits; none when the line holds anything else.
std::optional<std::vector<std::size_t>> small_numbers(std::string_view line) {
    std::vector<std::size_t> numbers;
    while (!line.empty()) {
        const auto end = std::min(line.find_first_of(" ,"), line.size());
        const std::string_view part = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        if (part.empty()) continue;
        const auto number = whole_number(part);
        if (!number || part.size() > 2) return std::nullopt;
        numbers.push_back(static_cast<std::size_t>(*number));
    }
    if (numbers.empty()) return std::nullopt;
    return numbers;
}

json::array to_json(const std::vector<std::string>& names) {
    json::array list;
    for (const std::string& name : names) list.emplace_back(name);
    return list;
}

}  // namespace

Accessories::Accessories(const Texts& texts, Http& http) : texts_(texts), http_(http) {}

void Accessories::came_in(std::string code, std::string aid, std::vector<std::string> names) {
    code_ = std::move(code);
    aid_ = std::move(aid);
    names_ = std::move(names);
    asks_which_ = false;
}

void Accessories::forget() { came_in({}, {}, {}); }

Answer Accessories::something_missing() {
    if (names_.empty()) return failed(texts_.nothing_missing_of);
    if (names_.size() == 1) return note_missing(names_);
    asks_which_ = true;
    Answer answer = info(say(texts_.which_missing, aid_));
    answer.choices = names_;
    return answer;
}

std::optional<Answer> Accessories::choose(std::string_view line) {
    const auto numbers = small_numbers(line);
    if (!numbers) return std::nullopt;
    if (numbers->size() == 1 && numbers->front() == 0) return note_missing(names_);
    std::vector<std::string> chosen;
    for (const std::size_t number : *numbers) {
        if (number < 1 || number > names_.size()) return failed(texts_.no_such_accessory);
        const std::string& name = names_[number - 1];
        if (std::find(chosen.begin(), chosen.end(), name) == chosen.end()) chosen.push_back(name);
    }
    return note_missing(chosen);
}

Answer Accessories::note_missing(const std::vector<std::string>& names) {
    const HttpReply reply = http_.post("/items/" + code_ + "/accessories",
                                       json::serialize(json::object{{"missing", to_json(names)}}));
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(texts_.accessories_need_server);
    }
    asks_which_ = false;
    if (reply.status != 200) return refused(sentence(text(*object, "title")));
    Answer answer{
        Kind::done, say(texts_.noted_missing, aid_, fmt::format("{}", fmt::join(names, ", "))), {}};
    answer.server = reply.body;
    return answer;
}

std::optional<Answer> Accessories::all_found(const std::string& code) const {
    const std::string path = "/items/" + code;
    const HttpReply asked = http_.get(path);
    const auto item = parse_object(asked.body);
    // What no aid has, the scan will say.
    if (asked.status == 404) return std::nullopt;
    if (asked.status != 200 || !item) return failed(texts_.accessories_need_server);
    const auto missing = texts(*item, "missing_accessories");
    if (missing.empty()) return std::nullopt;
    const HttpReply reply = http_.post(path + "/accessories",
                                       json::serialize(json::object{{"found", to_json(missing)}}));
    if (reply.status == 200) return std::nullopt;
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(texts_.accessories_need_server);
    }
    return refused(sentence(text(*object, "title")));
}

}  // namespace scanner
