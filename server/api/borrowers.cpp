#include <algorithm>

#include "api/answer.hpp"
#include "api/borrower_answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/pickup_store.hpp"
#include "depot/departure.hpp"

namespace api {
namespace {

using domain::BorrowerKind;
using domain::Protection;
using routing::Body;
using routing::Fault;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

bool is_phone(std::string_view text) {
    const auto digits =
        std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool plain = std::all_of(text.begin(), text.end(), [&](const char& c) {
        return (c >= '0' && c <= '9') || c == ' ' || (c == '+' && &c == text.data());
    });
    return plain && digits >= 5 && digits <= 15;
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 &&
           text.find('@', at + 1) == std::string_view::npos &&
           text.find('.', at) != std::string_view::npos && !text.ends_with('.') &&
           text.find(' ') == std::string_view::npos;
}

bool four_digits(std::string_view text) {
    return text.size() == 4 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<domain::Address> read_address(Fields& fields) {
    const json::object* object = fields.maybe_object("address");
    if (object == nullptr) return std::nullopt;
    Fields part(*object, fields.pointer("address"), fields.faults());
    domain::Address address;
    address.street = part.text("street", 200);
    address.postal_code = part.text("postal_code", 10);
    if (!address.postal_code.empty() && !four_digits(address.postal_code)) {
        part.fault("postal_code", "invalid_postal_code");
    }
    address.city = part.text("city", 100);
    part.done();
    return address;
}

std::optional<domain::Contact> read_contact(Fields& fields) {
    const json::object* object = fields.maybe_object("contact");
    if (object == nullptr) return std::nullopt;
    Fields part(*object, fields.pointer("contact"), fields.faults());
    domain::Contact contact;
    contact.name = part.text("name", 200);
    contact.phone = part.maybe_text("phone", 40);
    if (contact.phone && !is_phone(*contact.phone)) part.fault("phone", "invalid_phone");
    part.done();
    return contact;
}

domain::Borrower read_borrower(Fields& fields, domain::Day today) {
    domain::Borrower borrower;
    borrower.kind = fields.choice("kind", domain::parse_borrower_kind);
    borrower.name = fields.text("name", 200);
    borrower.phone = fields.maybe_text("phone", 40);
    if (borrower.phone && !is_phone(*borrower.phone)) fields.fault("phone", "invalid_phone");
    borrower.email = fields.maybe_text("email", 200);
    if (borrower.email && !is_email(*borrower.email)) fields.fault("email", "invalid_email");
    borrower.language = fields.maybe_text("language", 2).value_or("nb");
    if (borrower.language != "nb" && borrower.language != "nn") {
        fields.fault("language", "invalid_value");
    }
    borrower.address = read_address(fields);
    borrower.birth_date = fields.maybe_day("birth_date");
    if (borrower.birth_date && *borrower.birth_date > today) {
        fields.fault("birth_date", "in_the_future");
    }
    borrower.national_number = fields.maybe_text("national_number", 20);
    if (borrower.national_number && !domain::valid_national_number(*borrower.national_number)) {
        fields.fault("national_number", "invalid_national_number");
    }
    borrower.protection =
        fields.maybe_choice("protection", domain::parse_protection).value_or(Protection::none);
    borrower.contact = read_contact(fields);
    if (borrower.kind == BorrowerKind::unit) {
        if (borrower.birth_date) fields.fault("birth_date", "person_only");
        if (borrower.national_number) fields.fault("national_number", "person_only");
        if (borrower.protection != Protection::none) fields.fault("protection", "person_only");
    }
    return borrower;
}

// What the rules on protected addresses and on unique numbers say of storing this.
std::optional<Shown> refuse(const Request& request, db::ReadTx& tx,
                            const domain::Borrower& wanted) {
    if (wanted.protection == Protection::strengt_fortrolig && wanted.address) {
        return routing::refused(request, {domain::RefusalCode::by_arrangement, "/address"});
    }
    if (wanted.national_number) {
        const auto other = db::borrowers::by_national_number(tx, *wanted.national_number);
        if (other && *other != wanted.id) {
            // As much as a search for the number says, and logged like it: somebody has it, and
            // who by id.
            Reply taken = routing::refused(
                request, {domain::RefusalCode::national_number_taken, "/national_number"});
            taken.headers.emplace_back("location", location_of(*other));
            return Shown(std::move(taken), {*other});
        }
    }
    return std::nullopt;
}

bool may_protect(const Request& request) { return request.principal.sees_protected; }

// Seeing what is protected takes the right; changing it, that somebody has just shown who it is.
std::optional<Reply> refuse_unless_fresh(const Request& request, std::string_view pointer) {
    if (request.principal.assurance == routing::Assurance::fresh) return std::nullopt;
    return routing::problem(request, 403, {Fault{std::string(pointer), "shown_again_needed"}});
}

std::optional<Reply> refuse_to_protect(const Request& request) {
    if (!may_protect(request)) {
        return routing::problem(request, 403, {Fault{"/protection", "not_allowed"}});
    }
    return refuse_unless_fresh(request, "/protection");
}

Shown list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto text = parameters.text("q");
    const auto limit = parameters.limit();
    const domain::BorrowerId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    return borrower_page(request, db::borrowers::list(tx, text, after, limit + 1), limit);
}

Shown make(const Request& request, db::WriteTx& tx) {
    auto borrower = read_body(
        request.body, [&](Fields& fields) { return read_borrower(fields, request.now.today); });
    if (!borrower) return routing::problem(request, 400, borrower.error());
    if (borrower->protection != Protection::none) {
        if (auto refused = refuse_to_protect(request)) return *refused;
    }
    if (auto refused = refuse(request, tx, *borrower)) return std::move(*refused);
    borrower->registered_at = request.now.instant;
    const auto similar = db::borrowers::likely_same(tx, *borrower);
    borrower->id = db::borrowers::insert(tx, *borrower);
    json::array warnings;
    for (const domain::Borrower& other : similar) {
        warnings.push_back({{"code", "likely_same"}, {"borrower_id", other.id.value}});
    }
    return shown(*borrower, created(to_json(*borrower, request), {}, location_of(borrower->id),
                                    {{"warnings", std::move(warnings)}}));
}

Shown show(const Request& request, db::ReadTx& tx) {
    const auto borrower = named_borrower(request, tx);
    if (!borrower) return no_such_borrower(request, tx);
    return shown(*borrower, one_borrower(request, *borrower));
}

// The stored values as a body would give them; what the reader may not see is not in it.
json::object changeable(const domain::Borrower& stored, const Request& request) {
    json::object body = to_json(stored, request);
    for (const char* name : {"id", "deceased_on", "moved_on", "anonymised_at"}) {
        body.erase(name);
    }
    return body;
}

Shown change(const Request& request, db::WriteTx& tx) {
    const auto stored = named_borrower(request, tx);
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    const bool address_given = patch->contains("address") && !patch->at("address").is_null();
    const bool protection_given = patch->contains("protection");
    const bool kind_given = patch->contains("kind");
    json::object merged =
        stored ? changeable(*stored, request) : json::object{{"kind", "person"}, {"name", "-"}};
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    auto wanted = read_object(merged, [&](Fields& fields) {
        if (kind_given) fields.fault("kind", "unknown_field");
        const bool reminders_off = fields.maybe_flag("reminders_off").value_or(false);
        domain::Borrower read = read_borrower(fields, request.now.today);
        read.reminders_off = reminders_off;
        return read;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (protection_given) {
        if (auto refused = refuse_to_protect(request)) return *refused;
    }
    if (!stored) return no_such_borrower(request, tx);
    const bool is_protected = stored->protection != Protection::none;
    if (is_protected && may_protect(request) && wanted->address != stored->address) {
        if (auto refused = refuse_unless_fresh(request, "/address")) return *refused;
    }
    if (!if_match(request, to_json(*stored, request))) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    if (stored->anonymised_at) {
        return routing::refused(request, {domain::RefusalCode::borrower_anonymised});
    }
    wanted->id = stored->id;
    wanted->deceased_on = stored->deceased_on;
    wanted->moved_on = stored->moved_on;
    if (stored->deceased_on && !wanted->reminders_off) {
        return routing::refused(request, {domain::RefusalCode::deceased, "/reminders_off"});
    }
    wanted->registered_at = stored->registered_at;
    if (is_protected && !may_protect(request)) {
        // Who may not see the address may not replace it either.
        if (address_given) {
            return routing::refused(request, {domain::RefusalCode::by_arrangement, "/address"});
        }
        wanted->address = stored->address;
        wanted->protection = stored->protection;
    }
    if (auto refused = refuse(request, tx, *wanted)) return std::move(*refused);
    db::borrowers::update(tx, *wanted);
    if (wanted->reminders_off != stored->reminders_off) {
        db::borrowers::set_reminders_off(tx, wanted->id, wanted->reminders_off);
    }
    if (wanted->protection != stored->protection) {
        db::pickups::protect(tx, wanted->id, wanted->protection);
        tx.leave_no_trace();
    }
    return shown(*wanted, one_borrower(request, *wanted));
}

struct Departure {
    domain::Day day;
    std::optional<domain::Address> address;
};

tl::expected<Departure, std::vector<Fault>> read_departure(const Request& request,
                                                           bool with_address) {
    const domain::Day today = request.now.today;
    if (request.body.empty()) return Departure{today, {}};
    return read_body(request.body, [&](Fields& fields) {
        Departure read{fields.maybe_day("day").value_or(today), {}};
        if (read.day > today) fields.fault("day", "in_the_future");
        if (with_address) read.address = read_address(fields);
        return read;
    });
}

// As the borrower is now, with what is to be fetched.
Shown departed(const Request& request, db::ReadTx& tx, domain::BorrowerId id,
               const domain::Decided<depot::ToFetch>& pickup) {
    if (!pickup) return routing::refused(request, pickup.error());
    const auto borrower = db::borrowers::find(tx, id);
    const json::value fetched = *pickup ? json::value((*pickup)->value) : json::value(nullptr);
    Reply reply = one_borrower(request, *borrower, {{"pickup", fetched}});
    // Where a repeat under an Idempotency-Key finds the borrower.
    reply.headers.emplace_back("location", location_of(id));
    return shown(*borrower, std::move(reply));
}

Shown deceased(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_departure(request, false);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto stored = named_borrower(request, tx);
    if (!stored) return no_such_borrower(request, tx);
    return departed(request, tx, stored->id,
                    depot::register_death(tx, *stored, wanted->day, act_of(request)));
}

Shown moved(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_departure(request, true);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto stored = named_borrower(request, tx);
    if (!stored) return no_such_borrower(request, tx);
    if (wanted->address && stored->protection != Protection::none) {
        // Who may not see the address may not replace it either.
        if (!may_protect(request)) {
            return routing::refused(request, {domain::RefusalCode::by_arrangement, "/address"});
        }
        if (auto refused = refuse_unless_fresh(request, "/address")) return std::move(*refused);
    }
    return departed(
        request, tx, stored->id,
        depot::register_move(tx, *stored, wanted->day, wanted->address, act_of(request)));
}

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/borrowers",
     readers,
     "Borrowers, by the beginnings of names, a phone number, day of birth or national number",
     routing::Disclose(list),
     200,
     "borrower_list",
     Body::none,
     {},
     "q why limit cursor"},
    {Method::post, "/api/v1/borrowers", readers, "Register a person or a unit",
     routing::Write(make), 201, "borrower", Body::required, "borrower_new", "why",
     routing::Kept::outline},
    {Method::get,
     "/api/v1/borrowers/{id}",
     readers,
     "One borrower",
     routing::Disclose(show),
     200,
     "borrower",
     Body::none,
     {},
     "why"},
    {Method::patch, "/api/v1/borrowers/{id}", readers, "Change a borrower", routing::Write(change),
     200, "borrower", Body::required, "borrower_change", "why"},
    {Method::post, "/api/v1/borrowers/{id}/deceased", readers,
     "A borrower died: no reminders, and what they have is fetched", routing::Write(deceased), 200,
     "borrower", Body::optional, "deceased", "why", routing::Kept::outline},
    {Method::post, "/api/v1/borrowers/{id}/moved", readers,
     "A borrower moved: no reminders, and what they have is fetched", routing::Write(moved), 200,
     "borrower", Body::optional, "moved", "why", routing::Kept::outline},
};

}  // namespace

std::span<const routing::Route> borrower_routes() { return rows; }

}  // namespace api
