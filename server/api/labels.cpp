#include "labels/labels.hpp"

#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "db/item_store.hpp"
#include "routing/desk.hpp"
#include "routing/file_reply.hpp"

namespace api {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;

constexpr std::size_t most_labels = 10'000;

struct Wanted {
    labels::Format format = labels::Format::pdf;
    const labels::Stock* stock = nullptr;
    std::size_t start = 1;
    std::vector<labels::LabelCode> codes;
};

std::optional<const labels::Stock*> parse_stock(std::string_view name) {
    const labels::Stock* stock = labels::find_stock(name);
    return stock == nullptr ? std::nullopt : std::optional(stock);
}

// The same code twice is two labels: an aid is easier to find with one on each side.
std::vector<labels::LabelCode> read_codes(Fields& fields) {
    std::vector<labels::LabelCode> codes;
    if (fields.absent("codes")) fields.fault("codes", "required");
    const json::array* list = fields.maybe_array("codes", most_labels);
    if (list == nullptr) return codes;
    if (list->empty()) fields.fault("codes", "too_few");
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string place = "codes/" + std::to_string(i);
        const json::value& value = (*list)[i];
        if (!value.is_string()) {
            fields.fault(place, "wrong_type");
            continue;
        }
        auto code =
            labels::LabelCode::parse({value.get_string().data(), value.get_string().size()});
        if (code) {
            codes.push_back(*std::move(code));
        } else {
            fields.fault(place, code.error() == labels::CodeError::wrong_check_symbol
                                    ? "wrong_check_symbol"
                                    : "invalid_code");
        }
    }
    return codes;
}

Wanted read_wanted(Fields& fields) {
    Wanted wanted;
    wanted.format = fields.choice("format", labels::parse_format);
    wanted.stock = fields.choice("stock", parse_stock);
    // Without a stock there is no page to judge the rest by.
    const std::size_t places = wanted.stock == nullptr
                                   ? most_labels
                                   : labels::places_on_page(wanted.format, *wanted.stock);
    wanted.start = static_cast<std::size_t>(
        fields.maybe_number("start", 1, static_cast<std::int64_t>(places)).value_or(1));
    wanted.codes = read_codes(fields);
    if (labels::is_one_page(wanted.format) && wanted.codes.size() > places - (wanted.start - 1)) {
        fields.fault("codes", "more_than_a_page");
    }
    return wanted;
}

Reply make(const Request& request, routing::Desk& desk) {
    const auto wanted = read_body(request.body, read_wanted);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    std::vector<std::optional<db::items::Printed>> items;
    desk.read([&](db::ReadTx& tx) {
        for (const auto& code : wanted->codes) {
            items.push_back(db::items::printed(tx, code.text()));
        }
    });

    const routing::Settings& settings = desk.settings();
    const labels::Issuer issuer{settings.label_host, settings.label_owner,
                                settings.label_return_to};
    std::vector<labels::Label> made;
    std::vector<Refusal> unknown;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i]) {
            const auto code = labels::LabelCode::parse(items[i]->code);
            made.push_back(labels::item_label(*code, items[i]->product_name, issuer));
        } else {
            unknown.push_back({RefusalCode::unknown_item, "/codes/" + std::to_string(i)});
        }
    }
    if (!unknown.empty()) return routing::refused(request, unknown);

    auto written = labels::write_labels(wanted->format, *wanted->stock, wanted->start, made);
    // The rest was refused with the body: only the host, which is ours, can still be too long.
    if (!written) return routing::problem(request, 409, {{"/stock", "symbol_too_large"}});
    return routing::file_to_save("etiketter." + std::string(labels::to_text(wanted->format)),
                                 labels::media_type(wanted->format), *std::move(written));
}

const routing::Route rows[] = {
    {Method::post,
     "/api/v1/labels",
     {domain::Role::lager},
     "Labels for aids as one file, in the order of their codes",
     routing::Work(make),
     200,
     {},
     Body::required,
     "labels_new",
     {},
     routing::Kept::answer,
     nullptr,
     "application/pdf application/vnd.zebra-zpl image/png image/svg+xml"},
};

}  // namespace

std::span<const routing::Route> label_routes() { return rows; }

}  // namespace api
