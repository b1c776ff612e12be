#include "depot/scan.hpp"

#include <algorithm>

#include "db/accessory_store.hpp"
#include "db/booking_store.hpp"
#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/event_store.hpp"
#include "db/loan_store.hpp"
#include "db/notice_store.hpp"
#include "db/product_store.hpp"
#include "db/scan_store.hpp"
#include "db/settings_store.hpp"
#include "depot/candidates.hpp"
#include "depot/change_item.hpp"
#include "depot/counted_stock.hpp"
#include "depot/counts.hpp"
#include "depot/end_line.hpp"
#include "depot/inspect.hpp"
#include "depot/lend.hpp"
#include "depot/move.hpp"
#include "depot/oslo_time.hpp"
#include "depot/resolve.hpp"
#include "depot/transfer.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using domain::ScanMode;
using domain::ScanResult;

// What one mode did. A refusal of a late scan becomes a discrepancy, with the event it contradicts.
struct Step {
    ScanResult result = ScanResult::done;
    std::optional<domain::EventId> event = {};
    std::optional<Refusal> refusal = {};
    std::optional<domain::EventId> contradicts = {};
    std::optional<domain::LoanId> loan = {};
    std::optional<domain::CountId> count = {};
    std::optional<domain::DepotId> transfer_to = {};
    bool planned = false;  // that transfer, by this scan
    bool arrived = false;
};

// The one that the scanned item is in; none while it is lent.
using OpenTransfer = std::optional<db::transfers::Open>;

Step done(const domain::Decided<domain::EventId>& event) {
    if (!event) return {ScanResult::refused, {}, event.error()};
    return {ScanResult::done, *event};
}
Step refused(RefusalCode code) { return {ScanResult::refused, {}, Refusal{code}}; }
Step nothing_to_do() { return {ScanResult::nothing_to_do}; }
Step contradiction(std::optional<domain::EventId> known) {
    return {ScanResult::refused, {}, Refusal{RefusalCode::late_contradiction}, known};
}

bool is_gone(domain::State state) {
    return state == domain::State::missing || state == domain::State::lost ||
           state == domain::State::scrapped || state == domain::State::handed_over;
}

// Whether the aid itself came back to the depot when the line ended.
bool came_back(const domain::LoanLine& line) {
    return line.end_reason == domain::EndReason::returned ||
           line.end_reason == domain::EndReason::swapped ||
           line.end_reason == domain::EndReason::estate_settled;
}

// A return of an aid that is not out now, or went out again after it: it belongs to the loan that
// ran then, whose line has ended as returned, or nobody knows.
Step return_without_loan(db::ReadTx& tx, const Scan& scan, const db::items::ItemView& view) {
    if (is_gone(view.item.status.state)) return refused(RefusalCode::wrong_state);
    if (!scan.time.late) return nothing_to_do();
    const auto lines = db::loans::lines_begun_by(tx, view.item.id, scan.time.happened);
    // What it says of the aid's condition nobody knows yet.
    const bool news = scan.infectious || !scan.missing_accessories.empty() || scan.note;
    if (!lines.empty() && came_back(lines.front()) && !news) return nothing_to_do();
    return contradiction(db::events::latest(tx, view.item.id));
}

// What a scan makes of an item that is on its way, or is to be sent: at its goal it arrives. None:
// the transfer says nothing of this scan.
std::optional<Step> arrival(db::WriteTx& tx, const Scan& scan, db::items::ItemView& view,
                            const OpenTransfer& open, const Act& act) {
    if (!open) return std::nullopt;
    const bool before = scan.time.late && open->sent_at && scan.time.happened < *open->sent_at;
    if (before) return std::nullopt;
    if (open->to == scan.depot) {
        Step step = done(receive_item(tx, view, *open, scan.shelf, act));
        step.arrived = true;
        return step;
    }
    if (!open->sent_at) return std::nullopt;
    Step step = refused(RefusalCode::in_transfer);
    step.transfer_to = open->to;
    return step;
}

Step scan_in(db::WriteTx& tx, const Scan& scan, db::items::ItemView& view, const OpenTransfer& open,
             const Act& act) {
    if (!accessories_known(tx, view.item.product, scan.missing_accessories)) {
        return refused(RefusalCode::unknown_accessory);
    }
    // The aid is in somebody's hands now, so only a late scan can be of an earlier loan; a live
    // one that seems to be has a slow clock.
    const bool of_earlier_loan =
        view.open_loan && scan.time.late && scan.time.happened < view.open_loan->handed_out_at;
    if (auto step = arrival(tx, scan, view, open, act)) return std::move(*step);
    if (!view.open_loan || of_earlier_loan) return return_without_loan(tx, scan, view);
    // Of a late one whose time nobody knows, nobody knows the loan.
    if (scan.time.late && scan.time.suspect) {
        return contradiction(db::events::latest(tx, view.item.id));
    }
    Step step = done(take_back(
        tx, view, {scan.depot, scan.shelf, scan.infectious, scan.missing_accessories, scan.note},
        act));
    if (step.result == ScanResult::done && view.item.home_depot != scan.depot) {
        plan_home(tx, view.item, act);
        step.transfer_to = view.item.home_depot;
        step.planned = true;
    }
    return step;
}

// The loan this scan adds to; without an id when it has to be made.
struct LoanOfScan {
    domain::Loan loan;
    db::borrowers::Standing borrower = {};
};
domain::Decided<LoanOfScan> loan_of_scan(db::ReadTx& tx, const Scan& scan, const Act& act) {
    if (!scan.loan && !scan.borrower) return tl::unexpected(Refusal{RefusalCode::borrower_needed});
    db::borrowers::Standing borrower;
    auto named = scan.borrower;
    if (!scan.loan) {
        auto standing = may_borrow(tx, *named);
        if (!standing) {
            // One that waited on the device while the borrower was merged names the old one.
            named = db::borrowers::merged_into(tx, *named).value_or(*named);
            standing = may_borrow(tx, *named);
        }
        if (!standing) return tl::unexpected(Refusal{standing.error().code});
        borrower = *standing;
    }
    domain::Loan wanted;
    wanted.borrower = named.value_or(domain::BorrowerId{});
    wanted.depot = scan.depot;
    wanted.start = act.day;
    wanted.expected = scan.expected.value_or(domain::Expected::unknown);
    wanted.joins_device = scan.device;
    wanted.joins_actor = act.actor;
    const auto id = scan.loan ? scan.loan : db::loans::joinable(tx, wanted);
    if (!id) return LoanOfScan{std::move(wanted), borrower};

    auto loan = db::loans::find(tx, *id);
    if (!loan) return tl::unexpected(Refusal{RefusalCode::unknown_loan});
    if (loan->ended_at) return tl::unexpected(Refusal{RefusalCode::loan_ended});
    if (named && *named != loan->borrower &&
        db::borrowers::merged_into(tx, *named) != loan->borrower) {
        return tl::unexpected(Refusal{RefusalCode::other_borrower});
    }
    if (scan.loan) {
        const auto standing = may_borrow(tx, loan->borrower);
        if (!standing) return tl::unexpected(Refusal{standing.error().code});
    }
    return LoanOfScan{std::move(*loan), borrower};
}

Step scan_out(db::WriteTx& tx, const Scan& scan, db::items::ItemView& view, const Act& act) {
    auto of_scan = loan_of_scan(tx, scan, act);
    if (!of_scan) return {ScanResult::refused, {}, of_scan.error()};
    domain::Loan* const loan = &of_scan->loan;
    if (view.open_loan && view.open_loan->loan == loan->id) {
        Step step = nothing_to_do();
        step.loan = loan->id;
        return step;
    }
    if (scan.time.late) {
        const auto known =
            db::events::readiness_changed_after(tx, view.item.id, scan.time.happened);
        if (known) return contradiction(known);
        if (db::scans::scanned_after(tx, view.item.id, scan.time.happened)) {
            return contradiction(db::events::latest(tx, view.item.id));
        }
    }
    // A refused hand-over leaves no empty loan behind.
    std::optional<db::Savepoint> new_loan;
    if (loan->id == domain::LoanId{}) {
        new_loan.emplace(tx);
        loan->id = db::loans::insert(tx, *loan);
    }
    // A line begins with the loan's start, also when the scan joins a loan of an earlier day.
    domain::Loan from_today = *loan;
    from_today.start = act.day;
    Step step = done(hand_out(tx, view, from_today, scan.training, act));
    // The id of a loan that is taken back would soon be another's.
    if (step.result != ScanResult::done) return step;
    if (new_loan) {
        new_loan->keep();
        begin_reminders(tx, loan->borrower, of_scan->borrower, act);
    } else {
        db::loans::count_change(tx, loan->id);
    }
    keep_candidates(tx, loan->borrower, act);
    step.loan = loan->id;
    return step;
}

Step scan_washed(db::WriteTx& tx, const Scan& scan, db::items::ItemView& view, const Act& act) {
    if (view.item.status.state == domain::State::to_inspect && !view.open_loan) {
        return nothing_to_do();
    }
    Pull pull;
    pull.trigger = domain::Trigger::cleaned;
    pull.depot = scan.depot;
    pull.shelf = scan.shelf;
    pull.method = scan.method.value_or(std::string(to_text(view.wash_class)));
    return done(pull_trigger(tx, view, pull, act));
}

Step scan_inspected(db::WriteTx& tx, const Scan& scan, db::items::ItemView& view, const Act& act) {
    return done(inspect(tx, view,
                        {scan.passed, scan.checklist, scan.missing_accessories, scan.findings,
                         scan.depot, scan.shelf},
                        act));
}

Step scan_move(db::WriteTx& tx, const Scan& scan, db::items::ItemView& view,
               const OpenTransfer& open, const Act& act) {
    if (auto step = arrival(tx, scan, view, open, act)) return std::move(*step);
    const domain::ItemStatus& status = view.item.status;
    const bool there = status.depot == scan.depot && status.shelf == scan.shelf;
    if (there && !view.open_loan) return nothing_to_do();
    // A later place is already known.
    if (scan.time.late && db::events::moved_after(tx, view.item.id, scan.time.happened)) {
        return nothing_to_do();
    }
    return done(move(tx, view, scan.depot, scan.shelf, act));
}

// The open count that the scan is seen in. What a device kept from before the opening says nothing
// of it; whoever scans now stands there, whatever the clock of the device says.
std::optional<db::counts::Count> count_of_scan(db::ReadTx& tx, const Scan& scan) {
    auto count = count_covering(tx, scan.depot, scan.shelf);
    if (count && scan.time.late && scan.time.happened < count->opened_at) return std::nullopt;
    return count;
}

// Seen on its shelf. Where nobody counts it is a look.
Step scan_count(db::WriteTx& tx, const Scan& scan, const db::items::ItemView& view,
                const Act& act) {
    const auto count = count_of_scan(tx, scan);
    if (!count) return {};
    see_item(tx, *count, view.item.id, scan.shelf, act);
    Step step;
    step.count = count->id;
    return step;
}

Step run_mode(db::WriteTx& tx, const Scan& scan, db::items::ItemView& view,
              const OpenTransfer& open, const Act& act) {
    switch (scan.mode) {
        case ScanMode::in:
            return scan_in(tx, scan, view, open, act);
        case ScanMode::out:
            return scan_out(tx, scan, view, act);
        case ScanMode::move:
            return scan_move(tx, scan, view, open, act);
        case ScanMode::washed:
        case ScanMode::inspected: {
            if (scan.time.late) {
                const auto known =
                    db::events::readiness_changed_after(tx, view.item.id, scan.time.happened);
                if (known) return contradiction(known);
            }
            return scan.mode == ScanMode::washed ? scan_washed(tx, scan, view, act)
                                                 : scan_inspected(tx, scan, view, act);
        }
        case ScanMode::count:
            return scan_count(tx, scan, view, act);
        case ScanMode::lookup: {
            Step step;
            if (open) step.transfer_to = open->to;
            return step;
        }
    }
    return {};
}

bool is_under_way(const OpenTransfer& open) { return open && open->sent_at; }

// What was noted before, and what the scan says itself.
std::vector<std::string> missing_from(db::ReadTx& tx, const Scan& scan,
                                      const db::items::ItemView& before) {
    std::vector<std::string> all;
    if (before.incomplete) all = db::accessories::missing(tx, before.item.id);
    for (const std::string& name : scan.missing_accessories) {
        if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    }
    return all;
}

std::vector<domain::Attention> attention_of(db::ReadTx& tx, const Scan& scan,
                                            const db::items::ItemView& before,
                                            const OpenTransfer& open, domain::Day day) {
    domain::AttentionFacts facts;
    facts.before = before.item.status;
    facts.home_depot = is_under_way(open) ? open->to : before.item.home_depot;
    facts.scanned_at = scan.depot;
    facts.marked_infectious = scan.mode == ScanMode::in && scan.infectious;
    facts.missing_accessories = missing_from(tx, scan, before);
    // Whoever holds it has found it, and the notice will block it.
    const domain::State state = before.item.status.state;
    facts.notice_blocks = (state == domain::State::missing || state == domain::State::lost) &&
                          !db::notices::blocking(tx, before.item.id).empty();
    domain::DepotSettings settings;
    if (const auto& loan = before.open_loan) {
        settings = db::settings::load(tx);
        const domain::CandidateFacts line{loan->borrower_kind == domain::BorrowerKind::person,
                                          before.item.stock,
                                          before.item.owner,
                                          loan->expected,
                                          loan->due,
                                          loan->extensions};
        facts.loan = with_class(tx, line, loan->borrower, loan->line, day, settings);
    }
    return domain::attention(facts, day, settings);
}

bool names_no_loan(RefusalCode code) {
    return code == RefusalCode::borrower_needed || code == RefusalCode::unknown_borrower ||
           code == RefusalCode::unknown_loan || code == RefusalCode::loan_ended ||
           code == RefusalCode::other_borrower || code == RefusalCode::borrower_anonymised ||
           code == RefusalCode::borrower_deceased;
}

// goal: where it is still going.
domain::Instruction instruction_of(const Scan& scan, const ScanOutcome& outcome,
                                   const std::optional<domain::DepotId>& goal, domain::Day day) {
    const db::items::ItemView& view = *outcome.item;
    if (outcome.result == ScanResult::discrepancy) return {domain::InstructionCode::ask};
    if (scan.mode == ScanMode::out && outcome.result != ScanResult::refused) {
        return {domain::InstructionCode::hand_out, scan.depot, {}, view.open_loan->due};
    }
    if (outcome.refusal && names_no_loan(outcome.refusal->code)) {
        return {domain::InstructionCode::start_loan};
    }
    domain::Instruction instruction = domain::instruction(
        view.item.status, view.open_loan.has_value(), view.item.home_depot, goal, day);
    instruction.not_counted =
        scan.mode == ScanMode::count && outcome.result == ScanResult::done && !outcome.count;
    return instruction;
}

// What the desk needs for its next step with this aid.
void add_lists(db::ReadTx& tx, const Scan& scan, ScanOutcome& outcome) {
    const domain::ProductId product = outcome.item->item.product;
    if (scan.mode == ScanMode::in) outcome.accessories = db::products::accessories(tx, product);
    if (!outcome.refusal) return;
    const RefusalCode code = outcome.refusal->code;
    if (code == RefusalCode::checklist_needed || code == RefusalCode::checklist_failed ||
        code == RefusalCode::unknown_check) {
        outcome.checklist = db::products::checklist(tx, product);
    }
}

void open_discrepancy(db::WriteTx& tx, const Scan& scan, ScanOutcome& outcome,
                      std::optional<domain::EventId> known, const Act& act) {
    db::scans::Discrepancy discrepancy;
    discrepancy.scan_id = scan.id;
    discrepancy.reason = to_text(outcome.refusal->code);
    discrepancy.created_at = act.recorded;
    if (outcome.item) {
        domain::Item& item = outcome.item->item;
        discrepancy.item = item.id;
        discrepancy.known_event = known ? known : db::events::latest(tx, item.id);
        Change change{domain::EventKind::late_scan, item.status};
        change.fields = {{"mode", std::string(to_text(scan.mode))}};
        outcome.event = change_item(tx, item, change, act);
        discrepancy.event = outcome.event;
    }
    if (db::depots::exists(tx, scan.depot)) discrepancy.depot = scan.depot;
    db::scans::open_discrepancy(tx, discrepancy);
}

// So many of a counted product go out on the loan of the scan; one when no number is given.
Step lend_counted(db::WriteTx& tx, const Scan& scan, const CountedProduct& product,
                  ScanOutcome& outcome, const Act& act) {
    const std::int64_t quantity = scan.quantity.value_or(1);
    if (quantity == 0) return nothing_to_do();
    auto of_scan = loan_of_scan(tx, scan, act);
    if (!of_scan) return {ScanResult::refused, {}, of_scan.error()};
    domain::Loan loan = of_scan->loan;
    const bool is_new = loan.id == domain::LoanId{};
    // What is refused leaves neither a loan nor a line behind.
    db::Savepoint handed_out(tx);
    if (is_new) loan.id = db::loans::insert(tx, loan);
    loan.start = act.day;
    LineWanted wanted;
    wanted.product = product.id;
    wanted.quantity = quantity;
    wanted.training = scan.training;
    const auto line = hand_out_counted(tx, wanted, loan, act);
    if (!line) return refused(line.error().code);
    handed_out.keep();
    if (is_new) {
        begin_reminders(tx, loan.borrower, of_scan->borrower, act);
    } else {
        db::loans::count_change(tx, loan.id);
    }
    keep_candidates(tx, loan.borrower, act);
    outcome.instruction = {domain::InstructionCode::hand_out, scan.depot, {}, line->due};
    outcome.number = db::scans::Counted{quantity, line->id};
    Step step;
    step.loan = loan.id;
    return step;
}

Step run_counted(db::WriteTx& tx, const Scan& scan, const CountedProduct& product,
                 ScanOutcome& outcome, const Act& act) {
    switch (scan.mode) {
        case ScanMode::out:
            return lend_counted(tx, scan, product, outcome, act);
        case ScanMode::count: {
            const auto count = count_of_scan(tx, scan);
            outcome.instruction.not_counted = !count;
            // Without a number it is a look.
            if (!count || !scan.quantity) return {};
            see_quantity(tx, *count, product.id, scan.shelf, *scan.quantity);
            Step step;
            step.count = count->id;
            return step;
        }
        case ScanMode::lookup:
            return {};
        // A line of a loan is ended by its number; nothing is known of each single one.
        case ScanMode::in:
        case ScanMode::washed:
        case ScanMode::inspected:
        case ScanMode::move:
            return refused(RefusalCode::counted_product);
    }
    return {};
}

// How many the scan is about: those that are lent or counted; a look is about all.
std::optional<std::int64_t> pieces_of(const Scan& scan, std::optional<std::int64_t> left) {
    if (scan.mode == ScanMode::lookup) return left;
    if (scan.mode == ScanMode::count) return scan.quantity;
    return scan.quantity.value_or(1);
}

ScanOutcome scan_counted(db::WriteTx& tx, const Scan& scan, const CountedProduct& product,
                         const Act& act) {
    ScanOutcome outcome;
    const Step step = db::depots::exists(tx, scan.depot)
                          ? run_counted(tx, scan, product, outcome, act)
                          : refused(RefusalCode::unknown_depot);
    outcome.result = step.result;
    outcome.refusal = step.refusal;
    outcome.loan = step.loan;
    outcome.count = step.count;
    const auto left = in_stock(tx, product.id, scan.depot);
    outcome.product = ScanOutcome::Product{product, pieces_of(scan, left), left};
    if (outcome.refusal && names_no_loan(outcome.refusal->code)) {
        outcome.instruction = {domain::InstructionCode::start_loan};
    }
    const bool looked = scan.mode == ScanMode::lookup || scan.mode == ScanMode::count;
    if (outcome.result == ScanResult::refused && scan.time.late && !looked) {
        outcome.result = ScanResult::discrepancy;
        outcome.instruction = {domain::InstructionCode::ask};
        open_discrepancy(tx, scan, outcome, {}, act);
    }
    return outcome;
}

ScanOutcome refused_before_item(db::WriteTx& tx, const Scan& scan, const Refusal& refusal,
                                const Act& act) {
    ScanOutcome outcome;
    const bool unread = refusal.code == RefusalCode::unknown_code ||
                        refusal.code == RefusalCode::wrong_check_symbol;
    outcome.result = unread ? ScanResult::unknown_code : ScanResult::refused;
    outcome.refusal = refusal;
    outcome.instruction = {scan.time.late ? domain::InstructionCode::ask
                                          : domain::InstructionCode::scan_again};
    // Who only looked contradicts nothing.
    const bool looked = scan.mode == ScanMode::lookup || scan.mode == ScanMode::count;
    if (scan.time.late && !looked) {
        if (!unread) outcome.result = ScanResult::discrepancy;
        open_discrepancy(tx, scan, outcome, {}, act);
    }
    return outcome;
}

// Command labels, badges and shelves set what the client does; the server only ends the device's
// open loans.
ScanOutcome take_command(db::WriteTx& tx, const Scan& scan, const Meaning& meaning,
                         domain::ActorId actor) {
    ScanOutcome outcome;
    outcome.result = ScanResult::nothing_to_do;
    const auto* command = std::get_if<labels::Command>(&meaning);
    if (command != nullptr && command->name == "FERDIG" &&
        db::loans::finish_joining(tx, actor, scan.device) > 0) {
        outcome.result = ScanResult::done;
    }
    return outcome;
}

}  // namespace

bool may_scan(domain::Role role, ScanMode mode) {
    if (role == domain::Role::lager) return true;
    return role == domain::Role::sjafor &&
           (mode == ScanMode::in || mode == ScanMode::out || mode == ScanMode::lookup);
}

ScanOutcome apply_scan(db::WriteTx& tx, const Scan& scan, domain::ActorId actor, domain::Role role,
                       domain::Instant received) {
    const Act act{actor,
                  role,
                  scan.operator_badge,
                  scan.device,
                  scan.id,
                  scan.time.happened,
                  received,
                  oslo_day(scan.time.happened)};
    auto meaning = resolve(tx, scan.code);
    if (!meaning) return refused_before_item(tx, scan, meaning.error(), act);
    if (const auto* product = std::get_if<CountedProduct>(&*meaning)) {
        return scan_counted(tx, scan, *product, act);
    }
    auto* view = std::get_if<db::items::ItemView>(&*meaning);
    if (view == nullptr) return take_command(tx, scan, *meaning, actor);

    ScanOutcome outcome;
    const OpenTransfer open =
        view->open_loan ? std::nullopt : db::transfers::of_item(tx, view->item.id);
    outcome.attention = attention_of(tx, scan, *view, open, act.day);
    outcome.item = std::move(*view);
    const Step step = db::depots::exists(tx, scan.depot)
                          ? run_mode(tx, scan, *outcome.item, open, act)
                          : refused(RefusalCode::unknown_depot);
    outcome.result = step.result;
    outcome.refusal = step.refusal;
    outcome.event = step.event;
    outcome.loan = step.loan;
    outcome.count = step.count;
    outcome.transfer_to = step.transfer_to;
    for (domain::Attention& attention : outcome.attention) {
        if (attention.code == domain::AttentionCode::wrong_depot) attention.planned = step.planned;
    }
    if (outcome.result == ScanResult::refused && scan.time.late) {
        outcome.result = ScanResult::discrepancy;
        outcome.loan.reset();
        open_discrepancy(tx, scan, outcome, step.contradicts, act);
    }
    const bool goes_on = is_under_way(open) && !step.arrived;
    outcome.instruction =
        instruction_of(scan, outcome, goes_on ? std::optional(open->to) : std::nullopt, act.day);
    if (outcome.instruction.code == domain::InstructionCode::to_shelf) {
        if (const auto held = db::bookings::of_item(tx, outcome.item->item.id)) {
            outcome.instruction.code = domain::InstructionCode::reserved;
            outcome.instruction.booking = held->booking;
        }
    }
    add_lists(tx, scan, outcome);
    return outcome;
}

ScanOutcome counted_outcome(db::ReadTx& tx, domain::ProductId product, std::int64_t quantity,
                            const domain::DepotId& depot, std::optional<domain::LoanId> loan) {
    const auto found = db::products::find(tx, product);
    ScanOutcome outcome;
    outcome.product = ScanOutcome::Product{
        {product, found->name, found->hms_nr}, quantity, in_stock(tx, product, depot)};
    outcome.loan = loan;
    return outcome;
}

void keep_scan(db::WriteTx& tx, const Scan& scan, const ScanOutcome& outcome,
               const std::string& answer, domain::ActorId actor, domain::Instant received) {
    db::scans::Record record;
    record.scan_id = scan.id;
    record.fingerprint = scan.fingerprint;
    record.actor = actor;
    record.device = scan.device;
    record.seq = scan.seq;
    record.mode = scan.mode;
    if (outcome.item) record.item = outcome.item->item.id;
    record.event = outcome.event;
    record.happened_at = scan.time.happened;
    record.received_at = received;
    record.suspect = scan.time.suspect;
    record.result = outcome.result;
    record.answer = answer;
    // What an event did not take stays with the scan.
    if (outcome.result != ScanResult::done) {
        record.said = scan.said;
        if (scan.note) db::scans::add_note(tx, scan.id, "return", *scan.note);
        if (scan.findings) db::scans::add_note(tx, scan.id, "findings", *scan.findings);
        if (const auto& training = scan.training) {
            db::scans::add_note(tx, scan.id, "training",
                                training->given_by + " → " + training->given_to + ", " +
                                    domain::to_text(training->day));
        }
    }
    const std::int64_t row = db::scans::insert(tx, record);
    if (outcome.number) db::scans::insert_counted(tx, row, scan.device, *outcome.number);
}

}  // namespace depot
