#include "swap.hpp"

#include <variant>

#include "json.hpp"
#include "labels/reader.hpp"
#include "wording.hpp"

namespace scanner {

namespace json = boost::json;

Swap::Swap(const Texts& texts, Http& http, Known& known)
    : texts_(texts), http_(http), known_(known) {}

Answer Swap::begin() {
    step_ = Step::back;
    return info(texts_.swap_first);
}

Answer Swap::take(std::string_view line, const std::optional<json::object>& training) {
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    // A misread ends nothing.
    if (own == nullptr) return {Kind::unknown, say(texts_.misread, line), {}};
    return step_ == Step::back ? take_back(own->code.text()) : give(own->code.text(), training);
}

Answer Swap::take_back(const std::string& code) {
    const HttpReply reply = http_.get("/items/" + code);
    const auto item = parse_object(reply.body);
    if (reply.status == 404) return {Kind::unknown, say(texts_.swap_unknown, printed(code)), {}};
    if (reply.status != 200 || !item) return failed(texts_.swap_needs_server);
    aid_ = aid_of(text(*item, "product"), code);
    const auto loan = number(*item, "loan");
    const auto line = number(*item, "loan_line");
    if (!loan || !line) {
        forget();
        return refused(say(texts_.swap_not_lent, aid_));
    }
    code_ = code;
    loan_ = *loan;
    line_ = *line;
    step_ = Step::instead;
    return info(say(texts_.swap_second, aid_));
}

Answer Swap::give(const std::string& code, const std::optional<json::object>& training) {
    if (code == code_) return refused(texts_.swap_same);
    json::object body{{"item", code}};
    if (training) body["training"] = *training;
    const HttpReply reply =
        http_.post("/loans/" + std::to_string(loan_) + "/lines/" + std::to_string(line_) + "/swap",
                   json::serialize(body));
    const auto answer_of = parse_object(reply.body);
    if (!reply.reached) return failed(texts_.swap_needs_server);
    if (reply.status == 0 || reply.status >= 500 || !answer_of) {
        forget();
        return failed(texts_.swap_unsure);
    }
    if (reply.status / 100 != 2) {
        // Another aid may do, or the same one with what it needs.
        if (text(*answer_of, "code") == "training_required") return refused(texts_.training_needed);
        return refused(sentence(text(*answer_of, "title")));
    }
    forget();
    Answer answer{Kind::done, {}, {}};
    answer.server = reply.body;
    std::string given = printed(code);
    std::string next;
    for (const std::string& changed : {code_, code}) {
        const auto item = parse_object(http_.get("/items/" + changed).body);
        if (!item) continue;
        known_.learn(json::serialize(json::object{{"item", *item}}));
        if (changed == code) {
            given = aid_of(text(*item, "product"), code);
        } else {
            next = say(texts_.swap_next, aid_, state_text(texts_, text(*item, "state")));
        }
    }
    answer.text = joined(say(texts_.swapped, loan_, aid_, given), next);
    return answer;
}

}  // namespace scanner
