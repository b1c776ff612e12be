#include <string>

#include "api/answer.hpp"
#include "api/codes.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/notice_store.hpp"
#include "db/product_store.hpp"
#include "depot/notices.hpp"
#include "domain/notice.hpp"

namespace api {
namespace {

using db::notices::Notice;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

json::object outline_of(const Notice& notice) {
    json::object shape;
    shape["id"] = notice.id.value;
    shape["title"] = notice.title;
    shape["reference"] = or_null(notice.reference);
    shape["product_id"] = notice.criteria.product ? json::value(notice.criteria.product->value)
                                                  : json::value(nullptr);
    const auto& serials = notice.criteria.serials;
    shape["serial_from"] = serials ? json::value(serials->from) : json::value(nullptr);
    shape["serial_to"] = serials ? json::value(serials->to) : json::value(nullptr);
    shape["lot"] = or_null(notice.criteria.lot);
    shape["udi"] = or_null(notice.criteria.udi);
    shape["state"] = notice.closed_at ? "closed" : "open";
    shape["made_at"] = domain::to_text(notice.made_at);
    shape["closed_at"] = or_null(notice.closed_at);
    return shape;
}

json::object whole(db::ReadTx& tx, const Notice& notice) {
    json::object shape = outline_of(notice);
    const auto counts = db::notices::counts(tx, notice.id);
    shape["found"] = counts.found;
    shape["blocked"] = counts.blocked;
    shape["accounted"] = counts.accounted;
    shape["on_loan"] = counts.on_loan;
    shape["gone"] = counts.gone;
    return shape;
}

json::object to_json(const db::notices::NoticeItem& item) {
    json::object shape;
    shape["item"] = item.code;
    shape["product_id"] = item.product.value;
    shape["product"] = item.product_name;
    shape["serial"] = or_null(item.serial);
    shape["lot"] = or_null(item.lot);
    shape["state"] = json::string(std::string(to_text(item.state)));
    shape["on_loan"] = item.on_loan;
    shape["depot"] = item.depot;
    shape["shelf"] = or_null(item.shelf);
    shape["blocked"] = item.blocked;
    shape["outcome"] = or_null(item.outcome);
    shape["accounted_at"] = or_null(item.accounted_at);
    return shape;
}

Reply shown(db::ReadTx& tx, domain::NoticeId id) {
    // Loans and states of its items change without it.
    const json::object shape = whole(tx, *db::notices::find(tx, id));
    return one(shape);
}

std::optional<Notice> notice_of_path(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::NoticeId>(request);
    return id ? db::notices::find(tx, *id) : std::nullopt;
}

struct Wanted {
    Notice notice;
    std::optional<std::string> hms_nr;
};

Wanted read_notice(Fields& fields) {
    Wanted wanted;
    Notice& notice = wanted.notice;
    notice.title = fields.text("title", 200);
    notice.reference = fields.maybe_text("reference", 100);
    notice.criteria.product = fields.maybe_id<domain::ProductId>("product_id");
    wanted.hms_nr = fields.maybe_text("hms_nr", 6);
    if (!fields.absent("hms_nr") && !fields.absent("product_id")) {
        fields.fault("hms_nr", "one_of_two");
    }
    const auto from = fields.maybe_text("serial_from", 60);
    const auto to = fields.maybe_text("serial_to", 60);
    if (fields.absent("serial_from") && !fields.absent("serial_to")) {
        fields.fault("serial_from", "required");
    }
    if (!fields.absent("serial_from") && fields.absent("serial_to")) {
        fields.fault("serial_to", "required");
    }
    if (from && to) {
        if (domain::serial_before(*to, *from)) fields.fault("serial_to", "invalid_value");
        notice.criteria.serials = domain::SerialRange{*from, *to};
    }
    notice.criteria.lot = fields.maybe_text("lot", 60);
    notice.criteria.udi = fields.maybe_text("udi", 120);
    notice.blocks = fields.maybe_flag("block").value_or(true);
    const bool nothing = fields.absent("product_id") && fields.absent("hms_nr") &&
                         fields.absent("serial_from") && fields.absent("serial_to") &&
                         fields.absent("lot") && fields.absent("udi");
    if (nothing) fields.fault("product_id", "search_needed");
    return wanted;
}

Shown make(const Request& request, db::WriteTx& tx) {
    auto wanted = read_body(request.body, read_notice);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (wanted->hms_nr) {
        const auto product = db::products::by_hms_nr(tx, *wanted->hms_nr);
        if (!product) {
            return routing::refused(request, {domain::RefusalCode::unknown_product, "/hms_nr"});
        }
        wanted->notice.criteria.product = product;
    }
    const auto id = depot::make_notice(tx, wanted->notice, act_of(request));
    if (!id) return routing::refused(request, id.error());
    const json::object shape = whole(tx, *db::notices::find(tx, *id));
    return created(shape, {}, "/api/v1/notices/" + std::to_string(id->value));
}

std::optional<bool> parse_unaccounted(std::string_view text) {
    if (text == "open") return true;
    if (text == "accounted") return false;
    return std::nullopt;
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto open = parameters.choice("state", parse_open);
    const auto limit = parameters.limit();
    const domain::NoticeId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found = db::notices::list(tx, open, after, limit + 1);
    return page(request, found, limit, outline_of,
                [](const Notice& last) { return std::to_string(last.id.value); });
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto notice = notice_of_path(request, tx);
    if (!notice) return routing::problem(request, 404, "not_found");
    return shown(tx, notice->id);
}

Reply items(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto open = parameters.choice("state", parse_unaccounted);
    const auto limit = parameters.limit();
    const domain::ItemId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    const auto notice = notice_of_path(request, tx);
    if (!notice) return routing::problem(request, 404, "not_found");
    auto found = db::notices::items(tx, notice->id, open, after, limit + 1);
    return page(
        request, found, limit, [](const db::notices::NoticeItem& item) { return to_json(item); },
        [](const db::notices::NoticeItem& last) { return std::to_string(last.item.value); });
}

// What is needed to reach somebody; an address as its reader may see it.
json::object contact_of(const domain::Borrower& borrower, const Request& request,
                        const db::notices::Contact& contact) {
    json::object all = api::to_json(borrower, request);
    json::object shape;
    shape["borrower_id"] = borrower.id.value;
    for (const char* name : {"kind", "name", "phone", "email", "language", "address", "contact"}) {
        shape[name] = std::move(all[name]);
    }
    json::array aids;
    for (const auto& aid : contact.aids) {
        aids.push_back({{"item", or_null(aid.code)},
                        {"product", aid.product_name},
                        {"quantity", aid.quantity}});
    }
    shape["aids"] = std::move(aids);
    return shape;
}

Shown contacts(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const domain::BorrowerId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    const auto notice = notice_of_path(request, tx);
    if (!notice) return routing::problem(request, 404, "not_found");
    auto found = db::notices::contacts(tx, *notice, after, limit + 1);
    std::vector<domain::BorrowerId> persons;
    Reply reply = page(
        request, found, limit,
        [&](const db::notices::Contact& contact) {
            const auto borrower = db::borrowers::find(tx, contact.borrower);
            if (borrower->kind == domain::BorrowerKind::person) persons.push_back(borrower->id);
            return contact_of(*borrower, request, contact);
        },
        [](const db::notices::Contact& last) { return std::to_string(last.borrower.value); });
    return {std::move(reply), std::move(persons)};
}

Shown account_for(const Request& request, db::WriteTx& tx) {
    const auto accounted = read_body(request.body, [](Fields& fields) {
        depot::Accounted read;
        read.code = read_code(fields, "item");
        read.outcome = fields.choice("outcome", domain::parse_notice_outcome);
        read.note = fields.maybe_note("note", 1000);
        return read;
    });
    if (!accounted) return routing::problem(request, 400, accounted.error());
    const auto notice = notice_of_path(request, tx);
    if (!notice) return routing::problem(request, 404, "not_found");
    const auto done = depot::account_for(tx, notice->id, *accounted, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown(tx, notice->id);
}

Shown close(const Request& request, db::WriteTx& tx) {
    if (auto refused = refuse_fields(request)) return std::move(*refused);
    const auto notice = notice_of_path(request, tx);
    if (!notice) return routing::problem(request, 404, "not_found");
    const auto done = depot::close_notice(tx, *notice, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown(tx, notice->id);
}

constexpr domain::Roles makers{domain::Role::lager, domain::Role::leder};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/notices",
     readers,
     "Safety notices",
     routing::Read(list),
     200,
     "notice_list",
     Body::none,
     {},
     "state limit cursor"},
    {Method::post, "/api/v1/notices", makers,
     "A safety notice: finds every aid that it concerns and blocks it", routing::Write(make), 201,
     "notice", Body::required, "notice_new"},
    {Method::get, "/api/v1/notices/{id}", readers, "One safety notice", routing::Read(show), 200,
     "notice"},
    {Method::get,
     "/api/v1/notices/{id}/items",
     readers,
     "The aids of a safety notice",
     routing::Read(items),
     200,
     "notice_item_list",
     Body::none,
     {},
     "state limit cursor"},
    {Method::get,
     "/api/v1/notices/{id}/contacts",
     readers,
     "Who has something of it that is not accounted for",
     routing::Disclose(contacts),
     200,
     "notice_contact_list",
     Body::none,
     {},
     "why limit cursor"},
    {Method::post, "/api/v1/notices/{id}/accounted", makers,
     "One of its aids is accounted for; the last one closes it", routing::Write(account_for), 200,
     "notice", Body::required, "notice_accounted"},
    {Method::post, "/api/v1/notices/{id}/close", makers,
     "Close one that has nothing left to tick off: about a counted product, all have been told",
     routing::Write(close), 200, "notice", Body::optional, "nothing"},
};

}  // namespace

std::span<const routing::Route> notice_routes() { return rows; }

}  // namespace api
