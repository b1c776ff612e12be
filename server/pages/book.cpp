// Booking a loan on one page: what, when, for whom. Each step is the same form, sent to show itself
// again with what it asks next; nothing is kept in between, and what is personal never stands in an
// address.

#include <algorithm>

#include "pages/order_steps.hpp"
#include "pages/order_view.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

constexpr std::string_view action = "/bestill";

Shown show_state(const Request& request, db::ReadTx& tx, std::string_view did) {
    Request own = request;
    Page page(own, tx);
    Returned state{std::string(action), {}, {}, {}};
    if (const auto* returned = std::any_cast<Returned>(&request.prepared)) {
        state = *returned;
        if (!did.empty()) {
            Order order = order_of(state.typed);
            apply(page, order, did);
            state.typed = typed_of(order);
        }
    } else {
        state.typed = typed_of(preset(page));
    }
    show_order(page, own, std::move(state), std::string(did));
    return page.show("book", "Bestill lån");
}

Shown show(const Request& request, db::ReadTx& tx) { return show_state(request, tx, {}); }

// A step: the form again, with what it asks next.
Shown step(const Request& request, db::ReadTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (!typed) return routing::problem(request, 400, "invalid_query");
    Request again = request;
    again.prepared = Returned{std::string(action), *typed, {}, {}};
    return show_state(again, tx, typed->text("_do"));
}

// Reloading a step begins anew.
Shown step_again(const Request&, db::ReadTx&) { return see_other(std::string(action)); }

// To registering a borrower, with where one comes back to.
Shown new_borrower(const Request& request, db::ReadTx&) {
    const auto typed = Typed::parse(request.body);
    if (!typed) return routing::problem(request, 400, "invalid_query");
    const Order order = order_of(*typed);
    const json::object body = body_of_order(order);
    std::string back = std::string(action) + "?depot=" + encoded(order.text("depot"));
    if (!order.lines.empty()) back += "&valg=" + order_code(order);
    if (const auto from = day_in(body, "from")) back += "&fra=" + domain::to_text(*from);
    if (const auto to = day_in(body, "to")) back += "&til=" + domain::to_text(*to);
    return see_other("/lanere/ny?til=" + encoded(back));
}

Shown book(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (!typed) return routing::problem(request, 400, "invalid_query");
    if (const auto code = refuse_typed(request, typed)) {
        Returned form{
            std::string(action), *typed, {}, std::string(routing::text(*code, request.language))};
        return show_again(request, tx, show, std::move(form), 422);
    }
    const json::object body = body_of_order(order_of(*typed));
    Answer answer = change(request, tx, routing::Method::post, "/bookings/set", body);
    if (!answer.ok()) {
        Returned form = returned(request, *typed, answer);
        const bool named = std::any_of(form.faults.begin(), form.faults.end(),
                                       [](const FieldFault& fault) { return !fault.name.empty(); });
        if (named)
            form.title = say("Bestillingen er ikke sendt. Dette må rettes:", request.language);
        return show_again(request, tx, show, std::move(form), 422);
    }
    const auto& made = answer.body.at("items").get_array();
    const auto& first = made.front().get_object();
    const std::string to =
        made.size() == 1
            ? "/bestillinger/" + any_text_at(first, "id") + "?done=booked"
            : "/bestillinger?laner=" + any_text_at(first, "borrower_id") + "&done=booked";
    return {see_other(to), answer.persons};
}

constexpr Roles bookers{Role::lager, Role::ergo};

routing::Route step_row(std::string_view path, std::string_view summary, routing::Disclose shown) {
    routing::Route row = form_row(path, bookers, summary, shown);
    row.success = 200;
    return row;
}

const routing::Route rows[] = {
    page_row("/bestill", bookers, "Book a loan", show,
             "produkt iso sett valg laner depot fra til done"),
    form_row("/bestill", bookers, "Book it", routing::Write(book)),
    page_row("/bestill/vis", bookers, "A step, reloaded", step_again, {}),
    step_row("/bestill/vis", "The form with what is asked next", step),
    form_row("/bestill/ny-laner", bookers, "On to registering a borrower",
             routing::Disclose(new_borrower)),
};

}  // namespace

std::span<const routing::Route> book_rows() { return rows; }

}  // namespace pages
