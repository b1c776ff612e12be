#include "known.hpp"

#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "http.hpp"

namespace scanner {
namespace {

namespace json = boost::json;

// More than any depot holds; beyond it a scanner knows only what it has scanned.
constexpr std::size_t most_items = 50'000;

std::string text(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

bool flag(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

KnownItem to_item(const json::object& object) {
    return {text(object, "product"), text(object, "state"), text(object, "home_depot"),
            flag(object, "on_loan"), text(object, "due"),   text(object, "inspection_due")};
}

}  // namespace

Known::Known(std::filesystem::path file, std::string depot)
    : file_(std::move(file)), depot_(std::move(depot)) {
    std::ifstream in(file_, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    boost::system::error_code error;
    const json::value value = json::parse(bytes, error);
    if (error || !value.is_object()) return;
    try {
        for (const auto& entry : value.at("items").as_object()) {
            facts_.items[std::string(entry.key())] = to_item(entry.value().as_object());
        }
        for (const auto& entry : value.at("loans").as_object()) {
            facts_.loans[std::stoll(std::string(entry.key()))] =
                std::string(entry.value().as_string());
        }
    } catch (const std::exception&) {
        facts_ = {};
    }
}

std::optional<KnownItem> Known::item(std::string_view code) const {
    const std::lock_guard guard(mutex_);
    const auto found = facts_.items.find(code);
    if (found == facts_.items.end()) return std::nullopt;
    return found->second;
}

bool Known::has_open_loan(std::int64_t loan) const {
    const std::lock_guard guard(mutex_);
    return facts_.loans.contains(loan);
}

void Known::learn(std::string_view answer) {
    boost::system::error_code error;
    const json::value value = json::parse({answer.data(), answer.size()}, error);
    if (error || !value.is_object()) return;
    const auto* shape = value.get_object().if_contains("item");
    if (shape == nullptr || !shape->is_object()) return;
    const json::object& object = shape->get_object();
    const std::lock_guard guard(mutex_);
    for (Facts* facts : {&facts_, &coming_}) {
        KnownItem& item = facts->items[text(object, "code")];
        item.product = text(object, "product");
        item.state = text(object, "state");
        item.on_loan = flag(object, "on_loan");
        if (!item.on_loan) item.due.clear();
    }
}

Known::Step Known::refresh(Http& http) {
    const std::string query = "depot=" + http.escaped(depot_) + "&limit=200";
    const std::string first_items = "/items?" + query;
    const std::string first_loans = "/loans?state=open&" + query;
    if (page_.empty()) {
        const std::lock_guard guard(mutex_);
        coming_ = {};
        page_ = first_items;
    }
    const bool of_items = page_.starts_with("/items");
    const HttpReply reply = http.get(page_);
    boost::system::error_code error;
    const json::value value = json::parse(reply.body, error);
    // Who may not read the loans knows the aids alone.
    const bool hidden = !of_items && reply.status == 403;
    if (!hidden && (reply.status != 200 || error || !value.is_object())) {
        page_.clear();
        return reply.status == 401 ? Step::unauthorized : Step::failed;
    }
    const std::lock_guard guard(mutex_);
    std::string next;
    try {
        if (!hidden) {
            next = text(value.get_object(), "next");
            for (const json::value& entry : value.at("items").as_array()) {
                const json::object& object = entry.as_object();
                if (of_items) {
                    // What a scan has said since the refresh began is newer.
                    coming_.items.try_emplace(text(object, "code"), to_item(object));
                    continue;
                }
                std::string& first_due = coming_.loans[object.at("id").as_int64()];
                for (const json::value& part : object.at("lines").as_array()) {
                    const json::object& line = part.as_object();
                    if (text(line, "state") != "open") continue;
                    const std::string due = text(line, "due");
                    if (first_due.empty() || (!due.empty() && due < first_due)) first_due = due;
                    const auto item = coming_.items.find(text(line, "item"));
                    if (item != coming_.items.end() && item->second.on_loan) {
                        item->second.due = due;
                    }
                }
            }
        }
    } catch (const std::exception&) {
        page_.clear();
        return Step::failed;
    }
    if (of_items && (next.empty() || coming_.items.size() >= most_items)) {
        page_ = first_loans;
        return Step::more;
    }
    if (!next.empty()) {
        page_ = (of_items ? first_items : first_loans) + "&cursor=" + http.escaped(next);
        return Step::more;
    }
    page_.clear();
    facts_ = std::move(coming_);
    coming_ = {};
    keep(facts_);
    return Step::complete;
}

void Known::keep(const Facts& facts) const {
    json::object items;
    for (const auto& [code, item] : facts.items) {
        items[code] = {{"product", item.product},
                       {"state", item.state},
                       {"home_depot", item.home_depot},
                       {"on_loan", item.on_loan},
                       {"due", item.due},
                       {"inspection_due", item.inspection_due}};
    }
    json::object loans;
    for (const auto& [loan, due] : facts.loans) loans[std::to_string(loan)] = due;
    std::filesystem::path fresh = file_;
    fresh += ".new";
    {
        std::ofstream out(fresh, std::ios::binary);
        out << json::serialize(
            json::object{{"items", std::move(items)}, {"loans", std::move(loans)}});
        out.flush();
        // Without it the scanner knows a little less after its next start.
        if (!out) return;
    }
    std::error_code ignored;
    std::filesystem::permissions(
        fresh, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
    std::filesystem::rename(fresh, file_, ignored);
}

}  // namespace scanner
