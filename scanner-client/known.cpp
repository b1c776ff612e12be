#include "known.hpp"

#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "http.hpp"
#include "json.hpp"

namespace scanner {
namespace {

namespace json = boost::json;

// More than any depot holds; beyond it a scanner knows only what it has scanned.
constexpr std::size_t most_items = 50'000;

KnownItem to_item(const json::object& object) {
    return {text(object, "product"), text(object, "state"), text(object, "home_depot"),
            flag(object, "on_loan"), text(object, "due"),   text(object, "inspection_due")};
}

}  // namespace

Known::Known(std::filesystem::path file, std::string depot)
    : file_(std::move(file)), depot_(std::move(depot)) {
    std::error_code none;
    if (!std::filesystem::is_regular_file(file_, none)) return;
    std::ifstream in(file_, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto kept = parse_object(bytes);
    const json::object* items = kept ? inner(*kept, "items") : nullptr;
    if (items == nullptr) return;
    for (const auto& entry : *items) {
        if (const auto* item = entry.value().if_object()) {
            items_[std::string(entry.key())] = to_item(*item);
        }
    }
}

std::optional<KnownItem> Known::item(std::string_view code) const {
    const std::lock_guard guard(mutex_);
    const auto found = items_.find(code);
    if (found == items_.end()) return std::nullopt;
    return found->second;
}

void Known::learn(std::string_view answer) {
    const auto object_of = parse_object(answer);
    const json::object* shape = object_of ? inner(*object_of, "item") : nullptr;
    if (shape == nullptr) return;
    const json::object& object = *shape;
    const std::lock_guard guard(mutex_);
    const std::string code = text(object, "code");
    scanned_.insert(code);
    KnownItem& item = items_[code];
    item.product = text(object, "product");
    item.state = text(object, "state");
    item.on_loan = flag(object, "on_loan");
    if (!item.on_loan) item.due.clear();
}

void Known::add_due_days(Items& items, const json::object& loan) {
    for (const json::object* line : objects(loan, "lines")) {
        const auto item = items.find(text(*line, "item"));
        if (text(*line, "state") == "open" && item != items.end() && item->second.on_loan) {
            item->second.due = text(*line, "due");
        }
    }
}

Known::Step Known::refresh(Http& http) {
    const std::string query = "depot=" + http.escaped(depot_) + "&limit=200";
    const std::string first_items = "/items?" + query;
    const std::string first_loans = "/loans?state=open&" + query;
    if (page_.empty()) {
        const std::lock_guard guard(mutex_);
        coming_ = {};
        scanned_.clear();
        page_ = first_items;
    }
    const bool of_items = page_.starts_with("/items");
    const HttpReply reply = http.get(page_);
    const auto answer = parse_object(reply.body);
    // Who may not read the loans knows the aids alone.
    const bool hidden = !of_items && reply.status == 403;
    if (!hidden && (reply.status != 200 || !answer)) {
        page_.clear();
        if (reply.status == 401) return Step::unauthorized;
        if (!reply.trusted) return Step::untrusted;
        return reply.reached ? Step::failed : Step::unreachable;
    }
    const std::lock_guard guard(mutex_);
    std::string next;
    if (!hidden) {
        next = text(*answer, "next");
        for (const json::object* entry : objects(*answer, "items")) {
            if (of_items) {
                coming_.try_emplace(text(*entry, "code"), to_item(*entry));
            } else {
                add_due_days(coming_, *entry);
            }
        }
    }
    if (of_items && (next.empty() || coming_.size() >= most_items)) {
        page_ = first_loans;
        return Step::more;
    }
    if (!next.empty()) {
        page_ = (of_items ? first_items : first_loans) + "&cursor=" + http.escaped(next);
        return Step::more;
    }
    page_.clear();
    // What a scan has said since the refresh began is newer.
    for (const std::string& code : scanned_) {
        const KnownItem& seen = items_[code];
        KnownItem& item = coming_[code];
        item.product = seen.product;
        item.state = seen.state;
        item.on_loan = seen.on_loan;
        if (!item.on_loan) item.due.clear();
    }
    items_ = std::move(coming_);
    coming_ = {};
    keep(items_);
    return Step::complete;
}

void Known::keep(const Items& items) const {
    json::object list;
    for (const auto& [code, item] : items) {
        list[code] = {{"product", item.product},
                      {"state", item.state},
                      {"home_depot", item.home_depot},
                      {"on_loan", item.on_loan},
                      {"due", item.due},
                      {"inspection_due", item.inspection_due}};
    }
    std::filesystem::path fresh = file_;
    fresh += ".new";
    {
        std::ofstream out(fresh, std::ios::binary);
        out << json::serialize(json::object{{"items", std::move(list)}});
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
