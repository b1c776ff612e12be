#include <algorithm>
#include <array>

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "api/sort.hpp"
#include "db/product_store.hpp"
#include "db/text_key.hpp"
#include "domain/product.hpp"

namespace api {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr domain::Roles editors{domain::Role::lager, domain::Role::admin};

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> digits(Fields& fields, std::string_view name, std::size_t count,
                                  std::string_view code) {
    auto text = fields.maybe_text(name, 40);
    if (text && (text->size() != count || !all_digits(*text))) fields.fault(name, code);
    return text;
}

domain::Product read_product(Fields& fields) {
    domain::Product product;
    product.hms_nr = digits(fields, "hms_nr", 6, "invalid_hms_nr");
    product.local_nr = fields.maybe_text("local_nr", 40);
    product.name = fields.text("name", 200);
    if (fields.absent("iso")) fields.text("iso", 8);
    product.iso = digits(fields, "iso", 8, "invalid_iso").value_or("");
    product.supplier = fields.maybe_text("supplier", 100);
    product.tracking = fields.choice("tracking", domain::parse_tracking);
    product.wash_class = fields.maybe_choice("wash_class", domain::parse_wash_class)
                             .value_or(domain::WashClass::machine);
    product.inspection_months = fields.maybe_number("inspection_months", 1, 120);
    product.children = fields.maybe_flag("children").value_or(false);
    product.needs_training =
        fields.maybe_flag("needs_training").value_or(domain::training_by_iso(product.iso));
    product.accessories = fields.maybe_texts("accessories", 30, 80);
    product.checklist = fields.maybe_texts("checklist", 50, 80);
    product.max_user_kg = fields.maybe_number("max_user_kg", 1, 1000);
    product.seat_width_mm = fields.maybe_number("seat_width_mm", 1, 3000);
    product.repair_ceiling = fields.maybe_number("repair_ceiling", 1, 10'000'000);
    return product;
}

std::vector<Refusal> refuse_numbers(db::ReadTx& tx, const domain::Product& product) {
    std::vector<Refusal> refusals;
    if (product.hms_nr) {
        const auto other = db::products::by_hms_nr(tx, *product.hms_nr);
        if (other && *other != product.id) {
            refusals.push_back({RefusalCode::hms_nr_taken, "/hms_nr"});
        }
    }
    if (product.local_nr) {
        const auto other = db::products::by_local_nr(tx, *product.local_nr);
        if (other && *other != product.id) {
            refusals.push_back({RefusalCode::local_nr_taken, "/local_nr"});
        }
    }
    return refusals;
}

// Words that mean the same at the desk; NAV's own lists mix them.
constexpr std::array<std::array<std::string_view, 2>, 9> synonyms{{{"rullator", "rollator"},
                                                                   {"toa", "toalett"},
                                                                   {"wc", "toalett"},
                                                                   {"do", "toalett"},
                                                                   {"krakk", "stol"},
                                                                   {"heis", "løfter"},
                                                                   {"forhøyer", "forhøyning"},
                                                                   {"rampe", "terskeleliminator"},
                                                                   {"gåstol", "rullator"}}};

std::vector<std::string> with_synonyms(const std::string& word) {
    std::vector<std::string> words{word};
    const std::string key = db::text_key(word);
    for (const auto& [one, other] : synonyms) {
        if (key == db::text_key(one)) words.emplace_back(other);
        if (key == db::text_key(other)) words.emplace_back(one);
    }
    return words;
}

db::products::Words search_words(const std::string& text) {
    constexpr std::size_t most = 6;
    db::products::Words words;
    std::size_t at = 0;
    while (at < text.size() && words.size() < most) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end > at) words.push_back(with_synonyms(text.substr(at, end - at)));
        at = end + 1;
    }
    return words;
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto text = parameters.text("q");
    const auto limit = parameters.limit();
    const auto sorted = read_sort(parameters, db::products::orders());
    if (!parameters.ok()) return parameters.problem();
    auto found = db::products::list(tx, text ? search_words(*text) : db::products::Words(),
                                    sorted.after, limit + 1, *sorted.order);
    return page(
        request, found, limit, [](const domain::Product& product) { return to_json(product); },
        [&](const domain::Product& last) { return sorted.cursor(last); });
}

Shown make(const Request& request, db::WriteTx& tx) {
    auto product = read_body(request.body, read_product);
    if (!product) return routing::problem(request, 400, product.error());
    if (const auto refusals = refuse_numbers(tx, *product); !refusals.empty()) {
        return routing::refused(request, refusals);
    }
    product->id = db::products::insert(tx, *product);
    return created(to_json(*product), product->version,
                   "/api/v1/products/" + std::to_string(product->id.value));
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::ProductId>(request);
    const auto product = id ? db::products::find(tx, *id) : std::nullopt;
    if (!product) return routing::problem(request, 404, "not_found");
    return one(to_json(*product), product->version);
}

Shown change(const Request& request, db::WriteTx& tx) {
    const auto id = path_id<domain::ProductId>(request);
    auto stored = id ? db::products::find(tx, *id) : std::nullopt;
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    // For a path that leads nowhere the body is still judged before the 404.
    json::object merged =
        stored ? to_json(*stored)
               : json::object{{"name", "-"}, {"iso", "00000000"}, {"tracking", "serial"}};
    merged.erase("id");
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    auto product = read_object(merged, read_product);
    if (!product) return routing::problem(request, 400, product.error());
    if (!stored) return routing::problem(request, 404, "not_found");
    if (!if_match(request, stored->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    if (product->tracking != stored->tracking && db::products::in_use(tx, stored->id)) {
        return routing::refused(request, {RefusalCode::tracking_in_use, "/tracking"});
    }
    product->id = stored->id;
    product->version = stored->version + 1;
    if (const auto refusals = refuse_numbers(tx, *product); !refusals.empty()) {
        return routing::refused(request, refusals);
    }
    db::products::update(tx, *product);
    return one(to_json(*product), product->version);
}

const routing::Route rows[] = {
    {.path = "/api/v1/products",
     .roles = domain::Roles::all(),
     .summary = "Products, found by name with synonyms, HMS-nr or ISO code",
     .handler = routing::Read(list),
     .answer = "product_list",
     .parameters = "q sort limit cursor",
     .orders = "oldest newest name hms_nr"},
    {Method::post, "/api/v1/products", editors, "Make a product", routing::Write(make), 201,
     "product", Body::required, "product_new"},
    {Method::get, "/api/v1/products/{id}", domain::Roles::all(), "One product", routing::Read(show),
     200, "product"},
    {Method::patch, "/api/v1/products/{id}", editors, "Change a product", routing::Write(change),
     200, "product", Body::required, "product_change"},
};

}  // namespace

std::span<const routing::Route> product_routes() { return rows; }

}  // namespace api
