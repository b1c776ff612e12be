#include "counting.hpp"

#include <boost/json.hpp>

#include "json.hpp"
#include "wording.hpp"

namespace scanner {

namespace json = boost::json;

namespace {

constexpr std::size_t most_named = 5;

// "Rullator (7K3-QF2-7), Krykke, og 3 til"
std::string named(const Texts& texts, const json::object& part) {
    std::string all;
    std::int64_t count = 0;
    for (const json::object* finding : objects(part, "items")) {
        if (count == static_cast<std::int64_t>(most_named)) break;
        const std::string code = text(*finding, "item");
        const std::string product = text(*finding, "product");
        if (count > 0) all += ", ";
        all += code.empty() ? product : aid_of(product, code);
        ++count;
    }
    const std::int64_t total = number(part, "total").value_or(count);
    if (total > count) all += " " + say(texts.and_more, total - count);
    return all;
}

// What was found of one kind, or nothing.
std::string found(const Texts& texts, const json::object& count, std::string_view kind,
                  std::string_view sentence) {
    const json::object* part = inner(count, kind);
    if (part == nullptr || number(*part, "total").value_or(0) == 0) return {};
    return say(sentence, named(texts, *part));
}

bool answers(const HttpReply& reply, const std::optional<json::object>& object) {
    return reply.status != 0 && reply.status < 500 && object;
}

}  // namespace

Counting::Counting(const Texts& texts, Http& http, std::string depot)
    : texts_(texts), http_(http), depot_(std::move(depot)) {}

std::string Counting::where(const Count& count) const {
    return count.shelf.empty() ? say(texts_.in_depot, depot_) : say(texts_.on_shelf, count.shelf);
}

Counting::Found Counting::find(const std::string& shelf) {
    const HttpReply reply =
        http_.get("/counts?state=open&limit=200&depot=" + http_.escaped(depot_));
    const auto object = parse_object(reply.body);
    if (reply.status != 200 || !object) return Found::unreachable;
    Found best = Found::none;
    for (const json::object* entry : objects(*object, "items")) {
        const std::string of = text(*entry, "shelf");
        const auto id = number(*entry, "id");
        if (!id) continue;
        if (of.empty() || of == shelf) {
            count_ = Count{*id, of};
            shown_ = false;
            return Found::covering;
        }
        // What is seen on no shelf belongs to the whole depot's count.
        if (shelf.empty()) {
            best = Found::other;
            other_shelf_ = of;
        }
    }
    return best;
}

std::optional<Answer> Counting::open(const std::string& shelf) {
    if (is_open_for(shelf)) return std::nullopt;
    count_.reset();
    if (shelf.empty() && shelf_needed_) return refused(texts_.count_shelf_needed);
    const Found found = find(shelf);
    if (found == Found::covering) return std::nullopt;
    if (found == Found::unreachable) return failed(texts_.count_needs_server);
    if (found == Found::other) {
        return refused(say(texts_.count_other_open, other_shelf_, other_shelf_));
    }
    json::object body{{"depot", depot_}};
    if (!shelf.empty()) body["shelf"] = shelf;
    const HttpReply reply = http_.post("/counts", json::serialize(body));
    const auto object = parse_object(reply.body);
    if (!answers(reply, object)) return failed(texts_.count_needs_server);
    const auto id = number(*object, "id");
    if (reply.status == 201 && id) {
        count_ = Count{*id, shelf};
        shown_ = false;
        return std::nullopt;
    }
    // Another desk has just opened it.
    if (text(*object, "code") == "count_open" && find(shelf) == Found::covering) {
        return std::nullopt;
    }
    return refused(sentence(text(*object, "title")));
}

bool Counting::seen_in(std::optional<std::int64_t> count) {
    shown_ = false;
    if (!count_ || count == count_->id) return true;
    count_.reset();
    return false;
}

Answer Counting::stands(const std::string& shelf) {
    if (!count_) {
        const Found found = find(shelf);
        if (found == Found::unreachable) return failed(texts_.count_needs_server);
        if (found == Found::other) {
            return refused(say(texts_.count_other_open, other_shelf_, other_shelf_));
        }
        if (found == Found::none) return info(texts_.count_none);
    }
    const HttpReply reply = http_.get("/counts/" + std::to_string(count_->id));
    const auto count = parse_object(reply.body);
    if (!answers(reply, count)) return failed(texts_.count_needs_server);
    if (reply.status != 200) return refused(sentence(text(*count, "title")));
    if (text(*count, "state") == "closed") {
        count_.reset();
        return info(sentence(std::string(texts_.count_ended_elsewhere)));
    }
    Answer answer;
    answer.server = reply.body;
    std::string wrong;
    for (const auto& [kind, words] : {std::pair("missing", texts_.count_missing),
                                      std::pair("unexpected", texts_.count_unexpected),
                                      std::pair("misplaced", texts_.count_misplaced),
                                      std::pair("quantity", texts_.count_quantity)}) {
        wrong = joined(wrong, found(texts_, *count, kind, words));
    }
    if (wrong.empty()) wrong = texts_.count_nothing_wrong;
    answer.text = say(texts_.count_stands, number(*count, "seen").value_or(0),
                      number(*count, "expected").value_or(0), where(*count_)) +
                  " " + wrong + " " + std::string(texts_.count_close_next);
    shown_ = true;
    return answer;
}

Answer Counting::close(const std::string& shelf) {
    if (!count_ || !shown_) return stands(shelf);
    const std::string path = "/counts/" + std::to_string(count_->id);
    HttpReply reply = http_.post(path + "/close", "{}");
    auto count = parse_object(reply.body);
    if (!answers(reply, count)) return failed(texts_.count_needs_server);
    // An answer that was lost on its way here.
    if (text(*count, "code") == "count_closed") {
        reply = http_.get(path);
        count = parse_object(reply.body);
        if (!answers(reply, count)) return failed(texts_.count_needs_server);
    }
    if (reply.status != 200) return refused(sentence(text(*count, "title")));
    Answer answer{Kind::done, say(texts_.count_closed, where(*count_)), {}};
    answer.server = reply.body;
    const json::object* missing = inner(*count, "missing");
    const auto lost = missing != nullptr ? number(*missing, "total").value_or(0) : 0;
    answer.text = joined(answer.text,
                         lost == 0 ? std::string(texts_.count_none_missing)
                                   : say(texts_.count_now_missing, lost, named(texts_, *missing)));
    shelf_needed_ = !count_->shelf.empty();
    count_.reset();
    return answer;
}

std::string Counting::leave() {
    std::string left = count_ ? say(texts_.count_left_open, where(*count_)) : std::string();
    count_.reset();
    shown_ = false;
    return left;
}

}  // namespace scanner
