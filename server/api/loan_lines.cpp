#include "api/answer.hpp"
#include "api/codes.hpp"
#include "api/desk_scan.hpp"
#include "api/details.hpp"
#include "api/json_reader.hpp"
#include "api/loan_answer.hpp"
#include "api/routes.hpp"
#include "depot/end_line.hpp"
#include "depot/review.hpp"
#include "depot/swap.hpp"

namespace api {
namespace {

using domain::EndReason;
using routing::Body;
using routing::Fault;
using routing::Method;
using routing::Request;
using routing::Shown;

// What a person may end a line as.
std::optional<EndReason> parse_ending(std::string_view text) {
    const auto reason = domain::parse_end_reason(text);
    return reason == EndReason::undone ? std::nullopt : reason;
}

struct EndWanted : depot::Ending {
    std::optional<DeskScan> scan;
};

EndWanted read_ending(Fields& fields) {
    EndWanted ending;
    ending.reason = fields.choice("reason", parse_ending);
    ending.reference = fields.maybe_text("reference", 100);
    if (const auto taken = fields.maybe_flag("taken_over")) ending.taken_over = *taken;
    if (ending.reason == EndReason::permanent && fields.absent("reference")) {
        fields.fault("reference", "required");
    }
    ending.quantity = fields.maybe_number("quantity", 1, 1000);
    if (ending.reason == EndReason::moved_to_institution) {
        ending.unit = fields.id<domain::BorrowerId>("unit");
    } else if (fields.maybe_id<domain::BorrowerId>("unit")) {
        fields.fault("unit", "unknown_field");
    }
    ending.scan = read_desk_scan(fields);
    if (ending.scan && ending.reason != EndReason::returned) {
        fields.fault("scan", "unknown_field");
    }
    return ending;
}

Shown end(const Request& request, db::WriteTx& tx) {
    const auto ending = read_body(request.body, read_ending);
    if (!ending) return routing::problem(request, 400, ending.error());
    const auto loan = loan_of_path(request, tx);
    const domain::LoanLine* line = loan ? line_of_path(request, *loan) : nullptr;
    if (line == nullptr) return routing::problem(request, 404, "not_found");
    if (line->item && ending->quantity.value_or(1) > 1) {
        return routing::problem(request, 400, {Fault{"/quantity", "too_large"}});
    }
    // An aid has a label to scan.
    if (line->item && ending->scan) {
        return routing::problem(request, 400, {Fault{"/scan", "unknown_field"}});
    }
    if (auto used = refuse_used(request, tx, ending->scan)) return std::move(*used);
    const std::int64_t quantity = ending->quantity.value_or(line->quantity);
    const auto ended = depot::end_line(tx, *loan, *line, *ending, act_of(request));
    if (!ended) return routing::refused(request, ended.error());
    if (const auto& scan = ending->scan) {
        auto outcome = depot::counted_outcome(tx, line->product, quantity, loan->depot, loan->id);
        outcome.number = db::scans::Counted{quantity, ended->line};
        keep_desk_scan(request, tx, *scan, domain::ScanMode::in, outcome);
    }
    json::object besides;
    if (const auto& next = ended->goes_on) besides["moved_to"] = next->value;
    return shown_loan(request, tx, loan->id, besides);
}

Shown swap(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, [&](Fields& fields) {
        depot::SwapWanted read;
        read.item = read_code(fields, "item");
        read.training = read_training(fields, request.now.today);
        return read;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto loan = loan_of_path(request, tx);
    const domain::LoanLine* line = loan ? line_of_path(request, *loan) : nullptr;
    if (line == nullptr) return routing::problem(request, 404, "not_found");
    const auto done = depot::swap(tx, *loan, *line, *wanted, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown_loan(request, tx, loan->id);
}

Shown review(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, [](Fields& fields) {
        depot::ReviewWanted read;
        read.outgrown = fields.flag("outgrown");
        if (const auto months = fields.maybe_number("months", 1, 24)) {
            read.months = static_cast<int>(*months);
        }
        // What is outgrown comes back and is not looked at again.
        if (read.outgrown && read.months) fields.fault("months", "invalid_value");
        return read;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto loan = loan_of_path(request, tx);
    if (!loan) return routing::problem(request, 404, "not_found");
    const auto pickup = depot::review(tx, *loan, *wanted, act_of(request));
    if (!pickup) return routing::refused(request, pickup.error());
    json::object besides;
    if (const auto& id = *pickup) besides["pickup"] = id->value;
    return created_on_loan(request, tx, loan->id, besides);
}

constexpr domain::Roles makers{domain::Role::lager, domain::Role::ergo};

const routing::Route rows[] = {
    {Method::post,
     "/api/v1/loans/{id}/lines/{line}/end",
     {domain::Role::lager, domain::Role::ergo, domain::Role::leder},
     "End a loan line (lost: leder alone)",
     routing::Write(end),
     200,
     "loan",
     Body::required,
     "line_end"},
    {Method::post, "/api/v1/loans/{id}/lines/{line}/swap", makers,
     "Another aid in the place of this one, with the same days", routing::Write(swap), 200, "loan",
     Body::required, "line_swap"},
    {Method::post, "/api/v1/loans/{id}/reviews", makers,
     "The children's aids of a loan were looked at: they stay, or are outgrown and fetched",
     routing::Write(review), 201, "loan", Body::required, "review_new"},
};

}  // namespace

std::span<const routing::Route> loan_line_routes() { return rows; }

}  // namespace api
