#include "api/shapes.hpp"

#include "routing/texts.hpp"

namespace api {
namespace json = boost::json;

namespace {

json::string text(std::string_view value) {
    return json::string(json::string_view(value.data(), value.size()));
}

// None when there is none and when the reader may not know that there is one.
json::value address_for(const std::optional<domain::Address>& address,
                        domain::Protection protection, const routing::Principal& reader) {
    if (!address) return nullptr;
    if (protection != domain::Protection::none && !reader.sees_protected) return nullptr;
    return {{"street", address->street},
            {"postal_code", address->postal_code},
            {"city", address->city}};
}

}  // namespace

std::string name_of(const domain::Borrower& borrower, routing::Language language) {
    if (!borrower.anonymised_at) return borrower.name;
    return std::string(routing::text("anonymised", language));
}

json::object to_json(const domain::Product& product) {
    json::object shape;
    shape["id"] = product.id.value;
    shape["hms_nr"] = or_null(product.hms_nr);
    shape["local_nr"] = or_null(product.local_nr);
    shape["name"] = product.name;
    shape["iso"] = product.iso;
    shape["supplier"] = or_null(product.supplier);
    shape["tracking"] = text(to_text(product.tracking));
    shape["wash_class"] = text(to_text(product.wash_class));
    shape["inspection_months"] = or_null(product.inspection_months);
    shape["children"] = product.children;
    shape["needs_training"] = product.needs_training;
    shape["accessories"] = json::value_from(product.accessories);
    shape["checklist"] = json::value_from(product.checklist);
    shape["max_user_kg"] = or_null(product.max_user_kg);
    shape["seat_width_mm"] = or_null(product.seat_width_mm);
    shape["repair_ceiling"] = or_null(product.repair_ceiling);
    return shape;
}

json::object to_json(const db::items::ItemView& view) {
    const domain::Item& item = view.item;
    json::object shape;
    shape["code"] = item.code;
    shape["product_id"] = item.product.value;
    shape["product"] = view.product_name;
    shape["owner"] = text(to_text(item.owner));
    shape["stock"] = text(to_text(item.stock));
    shape["home_depot"] = item.home_depot;
    shape["depot"] = item.status.depot;
    shape["shelf"] = or_null(item.status.shelf);
    shape["serial"] = or_null(item.serial);
    shape["lot"] = or_null(item.lot);
    shape["udi"] = or_null(item.udi);
    shape["purchased"] = or_null(item.purchased);
    shape["price"] = or_null(item.price);
    shape["state"] = text(to_text(item.status.state));
    shape["quarantine_until"] = or_null(item.status.quarantine_until);
    shape["inspection_due"] = or_null(item.status.inspection_due);
    shape["since"] = domain::to_text(item.since);
    shape["on_loan"] = view.open_loan.has_value();
    // The ids of the open loan and its line; who borrows is the loan's to say.
    shape["loan"] = view.open_loan ? json::value(view.open_loan->loan.value) : json::value(nullptr);
    shape["loan_line"] =
        view.open_loan ? json::value(view.open_loan->line.value) : json::value(nullptr);
    shape["event_count"] = item.event_count;
    return shape;
}

json::object to_json(const db::events::NamedEvent& named) {
    const domain::Event& event = named.event;
    json::object shape;
    shape["seq"] = event.seq;
    shape["kind"] = text(to_text(event.kind));
    shape["from"] = or_null(event.from);
    shape["to"] = text(to_text(event.after.state));
    shape["by"] = named.by;
    shape["depot"] = event.after.depot;
    shape["shelf"] = or_null(event.after.shelf);
    shape["device"] = or_null(event.device);
    shape["happened_at"] = domain::to_text(event.happened_at);
    shape["recorded_at"] = domain::to_text(event.recorded_at);
    shape["scan"] = or_null(event.scan);
    shape["method"] = or_null(event.method);
    shape["loan_line"] = event.line ? json::value(event.line->value) : json::value(nullptr);
    json::array fields;
    for (const auto& [name, value] : event.fields) {
        fields.push_back({{"name", name}, {"value", value}});
    }
    shape["fields"] = std::move(fields);
    return shape;
}

json::object to_json(const domain::Borrower& borrower, const routing::Request& request) {
    const routing::Principal& reader = request.principal;
    json::object shape;
    shape["id"] = borrower.id.value;
    shape["kind"] = text(to_text(borrower.kind));
    shape["name"] = name_of(borrower, request.language);
    shape["phone"] = or_null(borrower.phone);
    shape["email"] = or_null(borrower.email);
    shape["language"] = borrower.language;
    shape["address"] = address_for(borrower.address, borrower.protection, reader);
    shape["birth_date"] = or_null(borrower.birth_date);
    shape["national_number"] = or_null(borrower.national_number);
    shape["protection"] = reader.sees_protected ? json::value(text(to_text(borrower.protection)))
                                                : json::value(nullptr);
    shape["contact"] = nullptr;
    if (borrower.contact) {
        shape["contact"] = {{"name", borrower.contact->name},
                            {"phone", or_null(borrower.contact->phone)}};
    }
    shape["deceased_on"] = or_null(borrower.deceased_on);
    shape["moved_on"] = or_null(borrower.moved_on);
    shape["reminders_off"] = borrower.reminders_off;
    shape["anonymised_at"] = or_null(borrower.anonymised_at);
    return shape;
}

json::object to_json(const domain::Pickup& pickup, const domain::Borrower& borrower,
                     const routing::Request& request) {
    json::object shape;
    shape["id"] = pickup.id.value;
    shape["kind"] = text(to_text(pickup.kind));
    shape["reason"] = text(to_text(pickup.reason));
    shape["day"] = domain::to_text(pickup.day);
    shape["depot"] = pickup.depot;
    shape["borrower"] = {
        {"id", borrower.id.value},
        {"name", name_of(borrower, request.language)},
        {"phone", or_null(borrower.phone)},
        {"address", address_for(pickup.address, borrower.protection, request.principal)}};
    json::array lines;
    for (const domain::PickupLine& line : pickup.lines) {
        json::object part;
        part["line"] = line.line.value;
        part["loan_id"] = line.loan.value;
        part["item"] = or_null(line.item_code);
        part["product"] = line.product;
        part["quantity"] = line.quantity;
        part["out"] = line.out;
        lines.push_back(std::move(part));
    }
    shape["lines"] = std::move(lines);
    shape["note"] = or_null(pickup.note);
    shape["state"] = pickup.done_at ? "done" : "open";
    shape["outcome"] = or_null(pickup.outcome);
    shape["done_note"] = or_null(pickup.done_note);
    shape["done_at"] = or_null(pickup.done_at);
    return shape;
}

json::object to_json(const domain::Loan& loan, domain::Day today) {
    json::object shape;
    shape["id"] = loan.id.value;
    shape["borrower_id"] = loan.borrower.value;
    shape["depot"] = loan.depot;
    shape["start"] = domain::to_text(loan.start);
    shape["expected"] = text(to_text(loan.expected));
    shape["arena"] = loan.arena;
    json::array arenas{json::string(loan.arena)};
    for (const std::string& further : loan.further_arenas) arenas.emplace_back(further);
    shape["arenas"] = std::move(arenas);
    shape["requested_by"] = or_null(loan.requested_by);
    shape["reason"] = or_null(loan.reason);
    shape["partner"] = or_null(loan.partner);
    shape["terms_version"] = loan.terms_version;
    shape["extensions"] = loan.extensions;
    shape["state"] = loan.ended_at ? "ended" : "open";
    json::array lines;
    for (const domain::LoanLine& line : loan.lines) {
        json::object part;
        part["id"] = line.id.value;
        part["item"] = or_null(line.item_code);
        part["product_id"] = line.product.value;
        part["quantity"] = line.quantity;
        part["due"] = or_null(line.due);
        part["original_due"] = or_null(line.original_due);
        part["review"] = or_null(line.review);
        part["state"] = line.ended_at ? "ended" : "open";
        part["days_overdue"] = line.ended_at ? 0 : domain::days_overdue(line.due, today);
        part["handed_out_at"] = domain::to_text(line.handed_out_at);
        part["ended_at"] = or_null(line.ended_at);
        part["end_reason"] = or_null(line.end_reason);
        part["reference"] = or_null(line.end_reference);
        lines.push_back(std::move(part));
    }
    shape["lines"] = std::move(lines);
    return shape;
}

json::object to_json(const db::extensions::Extension& extension) {
    json::array lines;
    for (const auto& line : extension.lines) {
        lines.push_back({{"line", line.line.value},
                         {"due_before", domain::to_text(line.due_before)},
                         {"due_after", domain::to_text(line.due_after)}});
    }
    json::object shape;
    shape["id"] = extension.id.value;
    shape["months"] = extension.months;
    shape["reason"] = or_null(extension.reason);
    shape["by"] = extension.by;
    shape["role"] = text(to_text(extension.role));
    shape["made_at"] = domain::to_text(extension.made_at);
    shape["lines"] = std::move(lines);
    return shape;
}

json::object to_json(const db::stock::Handout& handout) {
    json::object shape;
    shape["id"] = handout.id.value;
    shape["product_id"] = handout.product.value;
    shape["depot"] = handout.depot;
    shape["shelf"] = handout.shelf.empty() ? json::value(nullptr) : json::value(handout.shelf);
    shape["quantity"] = handout.quantity;
    shape["borrower_id"] =
        handout.borrower ? json::value(handout.borrower->value) : json::value(nullptr);
    shape["happened_at"] = domain::to_text(handout.happened_at);
    shape["undone"] = handout.undone_at.has_value();
    return shape;
}

json::object to_json(const domain::Depot& depot) {
    json::object shape;
    shape["id"] = depot.id;
    shape["name"] = depot.name;
    json::array weekdays;
    for (std::size_t i = 0; i < weekday_names.size(); ++i) {
        if (depot.open_weekdays[i]) {
            weekdays.push_back(text(weekday_names[i]));
        }
    }
    shape["open_weekdays"] = std::move(weekdays);
    shape["capacity"] = or_null(depot.capacity);
    return shape;
}

json::object to_json(const db::scans::Discrepancy& discrepancy) {
    json::object shape;
    shape["id"] = discrepancy.id.value;
    shape["scan"] = discrepancy.scan_id;
    shape["item"] = or_null(discrepancy.item_code);
    shape["reason"] = discrepancy.reason;
    shape["depot"] = or_null(discrepancy.depot);
    shape["device"] = discrepancy.device;
    shape["happened_at"] = domain::to_text(discrepancy.happened_at);
    shape["said"] = discrepancy.said ? json::parse(*discrepancy.said) : json::value(nullptr);
    shape["event_seq"] = or_null(discrepancy.event_seq);
    shape["known_event_seq"] = or_null(discrepancy.known_event_seq);
    shape["created_at"] = domain::to_text(discrepancy.created_at);
    shape["settled_at"] = or_null(discrepancy.settled_at);
    return shape;
}

json::object to_json(const domain::Talk& talk) {
    json::object shape;
    shape["id"] = talk.id.value;
    shape["borrower_id"] = talk.borrower.value;
    shape["day"] = domain::to_text(talk.day);
    shape["how"] = text(to_text(talk.how));
    shape["outcome"] = text(to_text(talk.outcome));
    shape["said"] = or_null(talk.said);
    shape["next_day"] = or_null(talk.next_day);
    shape["by"] = talk.by;
    shape["made_at"] = domain::to_text(talk.made_at);
    return shape;
}

json::object to_json(const db::candidates::LoggedDecision& decision) {
    json::object shape;
    shape["from"] = text(to_text(decision.from));
    shape["to"] = text(to_text(decision.to));
    shape["day"] = domain::to_text(decision.day);
    shape["reference"] = or_null(decision.reference);
    shape["note"] = or_null(decision.note);
    shape["by"] = decision.by;
    shape["made_at"] = domain::to_text(decision.made_at);
    return shape;
}

}  // namespace api
