#include <algorithm>
#include <tuple>

#include "api/answer.hpp"
#include "api/codes.hpp"
#include "api/details.hpp"
#include "api/json_reader.hpp"
#include "api/loan_answer.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "api/sort.hpp"
#include "db/loan_store.hpp"
#include "db/settings_store.hpp"
#include "depot/end_line.hpp"
#include "depot/lend.hpp"
#include "domain/reminder.hpp"

namespace api {
namespace {

using db::loans::Which;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr domain::Roles makers{domain::Role::lager, domain::Role::ergo};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

std::optional<std::string> parse_arena(std::string_view text) {
    constexpr std::array arenas{"own_home",     "institution", "kindergarten", "school",
                                "after_school", "work",        "other"};
    const auto found = std::find(arenas.begin(), arenas.end(), text);
    return found == arenas.end() ? std::nullopt : std::optional(std::string(*found));
}

std::optional<std::string> parse_reason(std::string_view text) {
    constexpr std::array reasons{"hospital", "rehab", "trial", "visit", "other"};
    const auto found = std::find(reasons.begin(), reasons.end(), text);
    return found == reasons.end() ? std::nullopt : std::optional(std::string(*found));
}

std::optional<Which> parse_which(std::string_view text) {
    if (text == "open") return Which::open;
    if (text == "due_soon") return Which::due_soon;
    if (text == "overdue") return Which::overdue;
    if (text == "lost_process") return Which::lost_process;
    if (text == "review_due") return Which::review_due;
    if (text == "ended") return Which::ended;
    return std::nullopt;
}

// The days that such a list goes by, both inclusive.
std::pair<domain::Day, domain::Day> window_of(Which which, db::ReadTx& tx, domain::Day today) {
    constexpr domain::Day ever = std::chrono::sys_days(std::chrono::year(1900) / 1 / 1);
    switch (which) {
        case Which::due_soon: {
            const auto soon = domain::due_soon(today, db::settings::load(tx));
            return {soon.from, soon.to};
        }
        case Which::overdue:
            return {ever, today - std::chrono::days(1)};
        case Which::lost_process:
            return {ever, domain::last_due(domain::ReminderStep::lost_process,
                                           db::settings::load(tx).reminder_steps, today)};
        case Which::review_due:
            return {ever, today};
        case Which::any:
        case Which::open:
        case Which::ended:
            break;
    }
    return {};
}

depot::LineWanted read_line(Fields& fields, domain::Day today) {
    depot::LineWanted line;
    line.item = maybe_code(fields, "item");
    line.product = fields.maybe_id<domain::ProductId>("product_id");
    line.quantity = fields.maybe_number("quantity", 1, 1000).value_or(1);
    if (fields.absent("item") && fields.absent("product_id")) {
        fields.fault("item", "required");
    } else if (!fields.absent("item") && !fields.absent("product_id")) {
        fields.fault("product_id", "one_of_two");
    } else if (line.item && line.quantity != 1) {
        fields.fault("quantity", "too_large");
    }
    line.training = read_training(fields, today);
    return line;
}

struct Places {
    std::optional<std::string> arena;
    std::vector<std::string> further;
};

// "arenas", the first of which is the arena, or "arena" alone.
Places read_places(Fields& fields) {
    constexpr std::size_t most_arenas = 7;
    Places places;
    places.arena = fields.maybe_choice("arena", parse_arena);
    const json::array* given = fields.maybe_array("arenas", most_arenas);
    if (given == nullptr) return places;
    std::vector<std::string> all;
    for (std::size_t i = 0; i < given->size(); ++i) {
        const std::string place = "arenas/" + std::to_string(i);
        const json::string* text = (*given)[i].if_string();
        auto arena = text == nullptr ? std::nullopt : parse_arena({text->data(), text->size()});
        if (!arena) {
            fields.fault(place, text == nullptr ? "wrong_type" : "invalid_value");
        } else if (std::find(all.begin(), all.end(), *arena) != all.end()) {
            fields.fault(place, "not_unique");
        } else if (i == 0 && places.arena && *arena != *places.arena) {
            fields.fault(place, "invalid_value");
        } else {
            all.push_back(std::move(*arena));
        }
    }
    if (given->empty()) fields.fault("arenas", "too_few");
    if (all.empty()) return places;
    places.arena = all.front();
    places.further.assign(all.begin() + 1, all.end());
    std::sort(places.further.begin(), places.further.end());
    return places;
}

depot::LoanWanted read_loan(Fields& fields, domain::Day today) {
    constexpr std::size_t most_lines = 100;
    constexpr std::chrono::days longest_back(366);
    depot::LoanWanted loan;
    loan.borrower = fields.id<domain::BorrowerId>("borrower_id");
    loan.depot = fields.text("depot", 20);
    loan.start = fields.maybe_day("start").value_or(today);
    if (loan.start > today) fields.fault("start", "in_the_future");
    if (loan.start < today - longest_back) fields.fault("start", "too_long_ago");
    loan.expected =
        fields.maybe_choice("expected", domain::parse_expected).value_or(domain::Expected::unknown);
    Places places = read_places(fields);
    loan.arena = std::move(places.arena).value_or("own_home");
    loan.further_arenas = std::move(places.further);
    loan.requested_by = fields.maybe_text("requested_by", 100);
    loan.reason = fields.maybe_choice("reason", parse_reason);
    loan.partner = fields.maybe_text("partner", 100);
    if (fields.absent("lines")) fields.fault("lines", "required");
    if (const json::array* lines = fields.maybe_array("lines", most_lines)) {
        if (lines->empty()) fields.fault("lines", "too_few");
        for (std::size_t i = 0; i < lines->size(); ++i) {
            const std::string place = "lines/" + std::to_string(i);
            const json::object* object = (*lines)[i].if_object();
            if (object == nullptr) {
                fields.fault(place, "wrong_type");
                continue;
            }
            Fields line(*object, fields.pointer(place), fields.faults());
            depot::LineWanted wanted = read_line(line, today);
            const bool again = wanted.item && std::any_of(loan.lines.begin(), loan.lines.end(),
                                                          [&](const depot::LineWanted& earlier) {
                                                              return earlier.item == wanted.item;
                                                          });
            if (again) line.fault("item", "not_unique");
            loan.lines.push_back(std::move(wanted));
            line.done();
        }
    }
    return loan;
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(
        request.body, [&](Fields& fields) { return read_loan(fields, request.now.today); });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto id = depot::lend(tx, *wanted, act_of(request));
    if (!id) return routing::refused(request, id.error());
    json::array warnings;
    if (depot::guardian_missing(tx, *db::loans::find(tx, *id))) {
        warnings.push_back(json::object{{"code", "guardian_missing"}});
    }
    return created_on_loan(request, tx, *id, {{"warnings", std::move(warnings)}});
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::LoanId>(request);
    if (!id || !db::loans::find(tx, *id)) return routing::problem(request, 404, "not_found");
    return shown_loan(request, tx, *id);
}

Reply list(const Request& request, db::ReadTx& tx) {
    const domain::Day today = request.now.today;
    Parameters parameters(request);
    db::loans::Filter filter;
    filter.which = parameters.choice("state", parse_which).value_or(Which::any);
    filter.depot = parameters.text("depot", 20);
    filter.requested_by = parameters.text("requested_by");
    filter.borrower = parameters.id<domain::BorrowerId>("borrower");
    std::tie(filter.from, filter.to) = window_of(filter.which, tx, today);
    const auto limit = parameters.limit();
    const auto sorted = read_sort(parameters, db::loans::orders(filter.which));
    if (!parameters.ok()) return parameters.problem();
    auto found = db::loans::list(tx, filter, sorted.after, limit + 1, *sorted.order);
    return page(
        request, found, limit,
        [&](const db::loans::Listed& listed) { return to_json(listed.loan, today); },
        [&](const db::loans::Listed& last) { return sorted.cursor(last); });
}

domain::Loan read_correction(Fields& fields) {
    domain::Loan loan;
    loan.borrower = fields.id<domain::BorrowerId>("borrower_id");
    loan.expected = fields.choice("expected", domain::parse_expected);
    if (fields.absent("arena") && fields.absent("arenas")) fields.fault("arena", "required");
    Places places = read_places(fields);
    loan.arena = std::move(places.arena).value_or("own_home");
    loan.further_arenas = std::move(places.further);
    loan.requested_by = fields.maybe_text("requested_by", 100);
    loan.reason = fields.maybe_choice("reason", parse_reason);
    loan.partner = fields.maybe_text("partner", 100);
    return loan;
}

Shown correct(const Request& request, db::WriteTx& tx) {
    const auto id = path_id<domain::LoanId>(request);
    auto stored = id ? db::loans::find(tx, *id) : std::nullopt;
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    const bool arenas_given = patch->contains("arenas") && !patch->at("arenas").is_null();
    json::object merged{{"borrower_id", 1}, {"expected", "unknown"}, {"arena", "own_home"}};
    if (stored) {
        const json::object all = to_json(*stored, request.now.today);
        for (const char* name :
             {"borrower_id", "expected", "arena", "requested_by", "reason", "partner"}) {
            merged[name] = all.at(name);
        }
    }
    // Its first is the arena, whatever that was.
    if (arenas_given) merged.erase("arena");
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    const auto wanted = read_object(merged, read_correction);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (!stored) return routing::problem(request, 404, "not_found");
    if (!if_match(request, stored->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    stored->borrower = wanted->borrower;
    stored->expected = wanted->expected;
    stored->arena = wanted->arena;
    if (arenas_given) {
        stored->further_arenas = wanted->further_arenas;
    } else {
        std::erase(stored->further_arenas, stored->arena);
    }
    stored->requested_by = wanted->requested_by;
    stored->reason = wanted->reason;
    stored->partner = wanted->partner;
    const auto done = depot::correct_loan(tx, *stored, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown_loan(request, tx, *id);
}

const routing::Route rows[] = {
    {.path = "/api/v1/loans",
     .roles = readers,
     .summary = "Loans; names nobody",
     .handler = routing::Read(list),
     .answer = "loan_list",
     .parameters = "state depot requested_by borrower sort limit cursor",
     .orders = "oldest newest due"},
    {Method::post, "/api/v1/loans", makers, "Make a loan: the aids are handed out at once",
     routing::Write(make), 201, "loan", Body::required, "loan_new"},
    {Method::get, "/api/v1/loans/{id}", readers, "One loan", routing::Read(show), 200, "loan"},
    {Method::patch, "/api/v1/loans/{id}", makers,
     "Correct the borrower, arena, expected duration or who asked", routing::Write(correct), 200,
     "loan", Body::required, "loan_change"},
};

}  // namespace

std::span<const routing::Route> loan_routes() { return rows; }

}  // namespace api
