// The workshop: work orders with what was found, done and used; spare parts and their stock.

#include <algorithm>

#include "db/name_store.hpp"
#include "pages/fields.hpp"
#include "pages/page.hpp"
#include "pages/product_choice.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr std::size_t part_lines = 4;

// ---- Work orders -----------------------------------------------------------------------------

constexpr Column order_columns[] = {
    {"Nr.", "id", Cell::text, "/arbeidsordrer/{id}", "oldest", "newest"},
    {"Hjelpemiddel", "product", Cell::text, "/hjelpemidler/{item}"},
    {"Kode", "item", Cell::code},
    {"Feil", "findings"},
    {"Lovet", "promised", Cell::text, {}, "promised"},
    {"Anslått, kr", "estimate", Cell::number},
    {"Kostet, kr", "cost", Cell::number},
    {"Depot", "depot"},
    {"Status", "order_state", Cell::tag},
};
constexpr Choice orders_of_orders[] = {oldest, newest, {"promised", "Etter lovet dag"}};

json::value order_state_of(const json::object& order) {
    const auto* outcome = order.if_contains("outcome");
    return outcome != nullptr && outcome->is_string() ? *outcome : json::value("open");
}

void complete_orders(Page&, json::array& rows) {
    for (json::value& row : rows) {
        auto& order = row.get_object();
        order["order_state"] = order_state_of(order);
    }
}

Shown orders(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_state_and_depot_filters(page, "Avsluttede", orders_of_orders);
    if (page.may_post("/work-orders")) add_action(page, "/arbeidsordrer/ny", "Ny arbeidsordre");
    page.view["live"] = "items";
    return show_list(page, {"/work-orders",
                            "Arbeidsordrer",
                            "Ingen arbeidsordrer her.",
                            "arbeidsordrer",
                            order_columns,
                            {"state", "depot", "item"},
                            complete_orders,
                            {{"state", "open"}},
                            50,
                            orders_of_orders});
}

Form& add_plan(Form& form, const Page& page, const json::object& order) {
    const auto* estimate = order.if_contains("estimate");
    form.area("findings", page.say("Hva er feil"), text_at(order, "findings"))
        .number("estimate", page.say("Anslått kostnad i kroner"),
                estimate != nullptr && estimate->is_int64() ? std::optional(estimate->get_int64())
                                                            : std::nullopt)
        .day("promised", page.say("Lovet ferdig"), text_at(order, "promised"));
    return form;
}

Shown new_order(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    Form form = page.form("/arbeidsordrer/ny", "Åpne arbeidsordre");
    form.text("item", page.say("Kode på hjelpemiddelet"), parameter(request, "item"))
        .required()
        .area("findings", page.say("Hva er feil"))
        .required()
        .number("estimate", page.say("Anslått kostnad i kroner"))
        .day("promised", page.say("Lovet ferdig"));
    page.view["intro"] = page.say(
        "For et hjelpemiddel som står til reparasjon. Når en kontroll ikke godkjennes, åpnes en "
        "arbeidsordre av seg selv.");
    page.view["form"] = form.view();
    return page.show("single_form", "Ny arbeidsordre");
}
constexpr Submission make_order{Method::post, "/work-orders", "/arbeidsordrer/{id}?done=made",
                                new_order};

std::vector<Option> part_options(const json::object& parts, const Page& page) {
    std::vector<Option> options{{"", page.say("Ingen")}};
    for (const json::value& entry : array_at(parts, "items")) {
        const auto& part = entry.get_object();
        std::string label = text_at(part, "name");
        std::int64_t stock = 0;
        for (const json::value& place : array_at(part, "stock")) {
            stock += number_at(place.get_object(), "quantity");
        }
        label += " (" + std::to_string(stock) + ")";
        options.push_back({std::to_string(number_at(part, "id")), std::move(label)});
    }
    return options;
}

Shown show_order(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    json::object order = page.ask("/work-orders/" + id);
    if (order.empty()) return page.show("problem");
    const std::string etag = page.etag();
    const std::string code = text_at(order, "item");
    const bool open = text_at(order, "state") == "open";
    page.view["repair_form"] = nullptr;
    page.view["plan_form"] = nullptr;
    if (open && page.may_post("/items/" + code + "/repair")) {
        Form form = page.form("/arbeidsordrer/" + id + "/reparert", "Registrer som reparert");
        form.area("work", page.say("Hva som ble gjort"))
            .required()
            .number("cost", page.say("Kostnad i kroner"));
        const auto options = part_options(
            page.ask("/parts", {{"limit", "200"}, {"depot", text_at(order, "depot")}}), page);
        // None in stock and nothing to choose from.
        for (std::size_t i = 0; i < part_lines && options.size() > 1; ++i) {
            const std::string line = "parts/" + std::to_string(i);
            form.choice(line + "/part_id", page.say("Del (på lager)"), options)
                .number(line + "/quantity", page.say("Antall av delen"));
        }
        page.view["repair_form"] = form.view();
    }
    if (open && page.may(Method::patch, "/work-orders/" + id)) {
        Form form = page.form("/arbeidsordrer/" + id, "Lagre");
        add_plan(form, page, order)
            .version(etag)
            .quiet()
            .heading(page.say("Endre funn, anslag og dato"));
        page.view["plan_form"] = form.view();
    }
    json::array used = array_at(order, "parts");
    std::vector<std::int64_t> ids;
    for (const json::value& use : used) ids.push_back(number_at(use.get_object(), "part_id"));
    const auto names = db::names::parts(tx, ids);
    for (json::value& use : used) {
        auto& line = use.get_object();
        const auto found = names.find(number_at(line, "part_id"));
        line["name"] = found == names.end() ? std::string() : found->second;
    }
    order["used"] = std::move(used);
    order["order_state"] = order_state_of(order);
    page.view["title"] = page.say("Arbeidsordre") + " " + id;
    page.view["order"] = std::move(order);
    page.view["may_scrap"] = open && page.may_post("/items/" + code + "/scrap");
    return page.show("work_order");
}
constexpr Submission change_order{Method::patch, "/work-orders/{0}",
                                  "/arbeidsordrer/{0}?done=saved", show_order};

// Lines of parts that nobody chose are none, and those behind them move up.
std::string without_empty_parts(const Typed& typed) {
    std::string body;
    const auto add = [&](const std::string& name, const std::string& value) {
        body += (body.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
    };
    for (const auto& [name, value] : typed.all()) {
        if (!name.starts_with("parts/")) add(name, value);
    }
    std::size_t line = 0;
    for (std::size_t i = 0; i < part_lines; ++i) {
        const std::string from = "parts/" + std::to_string(i);
        if (typed.text(from + "/part_id").empty()) continue;
        const std::string to = "parts/" + std::to_string(line++);
        const std::string quantity = typed.text(from + "/quantity");
        add(to + "/part_id", typed.text(from + "/part_id"));
        add(to + "/quantity", quantity.empty() ? "1" : quantity);
    }
    return body;
}

Shown repaired(const Request& request, db::WriteTx& tx) {
    const Answer order = get(request, tx, "/work-orders/" + encoded(request.path_values.at(0)));
    if (!order.ok()) return {order.reply, {}};
    Request sent = request;
    if (const auto typed = Typed::parse(request.body)) sent.body = without_empty_parts(*typed);
    const std::string api = "/items/" + encoded(text_at(order.body, "item")) + "/repair";
    return submit(sent, tx, {Method::post, api, "/arbeidsordrer/{0}?done=repaired", show_order});
}

// ---- Parts -----------------------------------------------------------------------------------

constexpr Column part_columns[] = {
    {"Del", "name", Cell::text, "/deler/{id}", "name"},
    {"Delenummer", "part_nr"},
    {"Leverandør", "supplier"},
    {"På lager", "in_stock", Cell::number},
    {"Minst", "minimum", Cell::number},
    {"Merk", "part_stock", Cell::tag},
};
constexpr Choice orders_of_parts[] = {{"name", "Etter navn"}, newest, oldest};

void complete_parts(Page&, json::array& rows) {
    for (json::value& row : rows) {
        auto& part = row.get_object();
        std::int64_t stock = 0;
        for (const json::value& place : array_at(part, "stock")) {
            stock += number_at(place.get_object(), "quantity");
        }
        part["in_stock"] = stock;
        part["part_stock"] =
            part.at("below_minimum").get_bool() ? json::value("below") : json::value(nullptr);
    }
}

Shown parts(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_filters(page,
                Form(request)
                    .text("q", page.say("Navn eller delenummer"), parameter(request, "q"))
                    .choice("below_minimum", page.say("Vis"),
                            {{"", page.say("Alle")}, {"true", page.say("Under minste")}},
                            parameter(request, "below_minimum"))
                    .choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                            parameter(request, "depot")),
                orders_of_parts);
    if (page.may_post("/parts")) add_action(page, "/deler/ny", "Ny del");
    return show_list(page, {"/parts",
                            "Deler",
                            "Ingen deler passer.",
                            "deler",
                            part_columns,
                            {"q", "below_minimum", "depot"},
                            complete_parts,
                            {},
                            50,
                            orders_of_parts});
}

// What a part may be for, of what is known by now: the product it has, the one that was found, the
// one that came back with the form.
std::vector<Option> products_of(const Page& page, const json::object& part) {
    const auto* sent = std::any_cast<Returned>(&page.request().prepared);
    std::vector<std::int64_t> ids;
    for (const auto id :
         {number_of(part, "product_id"), whole_number(parameter(page.request(), "produkt")),
          whole_number(sent == nullptr ? "" : sent->typed.text("product_id"))}) {
        if (id && std::find(ids.begin(), ids.end(), *id) == ids.end()) ids.push_back(*id);
    }
    std::vector<Option> options{{"", page.say("Flere produkter")}};
    for (const auto& [id, name] : db::names::products(page.tx(), ids)) {
        options.push_back({std::to_string(id), name});
    }
    return options;
}

void add_part_fields(Form& form, const Page& page, const json::object& part) {
    const auto given = number_of(part, "product_id");
    const std::string chosen = parameter(page.request(), "produkt");
    form.text("name", page.say("Navn"), text_at(part, "name"))
        .required()
        .text("part_nr", page.say("Delenummer"), text_at(part, "part_nr"))
        .text("supplier", page.say("Leverandør"), text_at(part, "supplier"))
        .number("minimum", page.say("Minst på lager"), number_of(part, "minimum"))
        .choice("product_id", page.say("Passer til"), products_of(page, part),
                chosen.empty() && given ? std::to_string(*given) : chosen);
}

Shown new_part(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    if (!parameter(request, "velg").empty()) {
        return choose_product(page, {.link = "/deler/ny?produkt={id}", .title = "Ny del"});
    }
    Form form = page.form("/deler/ny", "Registrer del");
    add_part_fields(form, page, {});
    add_section(page, Section()
                          .text(page.say("Passer delen bare til ett produkt, finn det først."))
                          .link("/deler/ny?velg=produkt", page.say("Finn produktet")));
    add_section(page, Section().form(form));
    return page.show("sections", "Ny del");
}
constexpr Submission make_part{Method::post, "/parts", "/deler/{id}?done=made", new_part};

Shown show_part(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    const std::string here = "/deler/" + id;
    json::object part = page.ask("/parts/" + id);
    if (part.empty()) return page.show("problem");
    if (!parameter(request, "velg").empty()) {
        add_action(page, here, "Tilbake til delen", true);
        return choose_product(page, {.link = here + "?produkt={id}", .title = "Passer til"});
    }
    const std::string etag = page.etag();
    page.view["receive_form"] = nullptr;
    page.view["take_form"] = nullptr;
    page.view["change_form"] = nullptr;
    if (page.may_post("/parts/" + id + "/movements")) {
        const auto depots = depot_options(page, {});
        page.view["receive_form"] =
            page.form(here + "/mottatt", "Registrer mottak")
                .named("received")
                .choice("depot", page.say("Depot"), depots, request.principal.depot)
                .number("quantity", page.say("Antall"))
                .required()
                .view();
        page.view["take_form"] =
            page.form(here + "/tatt-ut", "Registrer uttak")
                .named("taken")
                .choice("depot", page.say("Depot"), depots, request.principal.depot)
                .number("quantity", page.say("Antall"))
                .required()
                .quiet()
                .heading(page.say("Tatt ut uten arbeidsordre"))
                .view();
        Form form = page.form(here, "Lagre");
        add_part_fields(form, page, part);
        form.version(etag).quiet().heading(page.say("Endre delen"));
        if (!parameter(request, "produkt").empty()) form.unfolded();
        page.view["change_form"] = form.view();
        page.view["find_product"] = here + "?velg=produkt";
    }
    json::array named{part};
    page.add_product_names(named);
    page.view["part"] = named.front();
    if (!page.view["part"].get_object().contains("product")) {
        page.view["part"].get_object()["product"] = nullptr;
    }
    page.view["title"] = part.at("name");
    return page.show("part");
}
constexpr Submission change_part{Method::patch, "/parts/{0}", "/deler/{0}?done=saved", show_part};
constexpr Submission receive_parts{Method::post, "/parts/{0}/movements", "/deler/{0}?done=made",
                                   show_part};

// What is taken out is typed without the minus that the API takes it with.
Shown show_taken(const Request& request, db::ReadTx& tx) {
    Request again = request;
    if (auto* back = std::any_cast<Returned>(&again.prepared)) {
        std::vector<std::pair<std::string, std::string>> fields = back->typed.all();
        for (auto& [name, value] : fields) {
            if (name == "quantity" && value.starts_with('-')) value.erase(0, 1);
        }
        back->typed = Typed(std::move(fields));
    }
    return show_part(again, tx);
}

Shown take_parts(const Request& request, db::WriteTx& tx) {
    Request sent = request;
    if (const auto typed = Typed::parse(request.body)) {
        sent.body.clear();
        for (const auto& [name, value] : typed->all()) {
            const bool number = name == "quantity" && !value.empty() && !value.starts_with('-');
            sent.body += (sent.body.empty() ? "" : "&") + encoded(name) + "=" +
                         encoded(number ? "-" + value : value);
        }
    }
    return submit(sent, tx,
                  {Method::post, "/parts/{0}/movements", "/deler/{0}?done=made", show_taken});
}

constexpr Roles lager{Role::lager};
constexpr Roles readers{Role::lager, Role::leder};

const routing::Route rows[] = {
    page_row("/arbeidsordrer", readers, "Work orders", orders,
             "state depot item sort cursor format done"),
    page_row("/arbeidsordrer/ny", lager, "A new work order", new_order, "item done"),
    form_row("/arbeidsordrer/ny", lager, "Open a work order",
             routing::Write(submitted<make_order>)),
    page_row("/arbeidsordrer/{id}", readers, "One work order", show_order),
    form_row("/arbeidsordrer/{id}", lager, "Change a work order",
             routing::Write(submitted<change_order>)),
    form_row("/arbeidsordrer/{id}/reparert", lager, "Repaired", routing::Write(repaired)),
    page_row("/deler", readers, "Spare parts", parts,
             "q below_minimum depot sort cursor format done"),
    page_row("/deler/ny", lager, "A new spare part", new_part, "velg q produkt done"),
    form_row("/deler/ny", lager, "Register a spare part", routing::Write(submitted<make_part>)),
    page_row("/deler/{id}", readers, "One spare part", show_part, "velg q produkt done"),
    form_row("/deler/{id}", lager, "Change a spare part", routing::Write(submitted<change_part>)),
    form_row("/deler/{id}/mottatt", lager, "Parts received",
             routing::Write(submitted<receive_parts>)),
    form_row("/deler/{id}/tatt-ut", lager, "Parts taken out", routing::Write(take_parts)),
};

}  // namespace

std::span<const routing::Route> workshop_rows() { return rows; }

}  // namespace pages
