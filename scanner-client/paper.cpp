#include "paper.hpp"

#include <variant>

#include <boost/json.hpp>

#include "json.hpp"
#include "labels/reader.hpp"
#include "prints.hpp"
#include "wording.hpp"

namespace scanner {

namespace json = boost::json;

Paper::Paper(const Texts& texts, const Printer* printer, std::string stock, Http& http,
             const Known& known)
    : texts_(texts), printer_(printer), stock_(std::move(stock)), http_(http), known_(known) {}

Answer Paper::item_label(std::string_view line) const {
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    if (own == nullptr) return {Kind::unknown, say(texts_.misread, line), {}};
    json::object body;
    body["format"] = to_text(printer_->format());
    body["stock"] = stock_;
    body["codes"] = json::array{own->code.text()};
    const HttpReply reply = http_.post("/labels", json::serialize(body));
    if (reply.status == 200) return print(reply.body, own->code.printed());
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(texts_.print_needs_server);
    }
    return refused(sentence(text(*object, "title")));
}

Answer Paper::loan_slip(std::optional<std::int64_t> loan) const {
    if (!loan) return failed(texts_.no_loan_to_print);
    const HttpReply reply = http_.get("/loans/" + std::to_string(*loan));
    const auto object = parse_object(reply.body);
    if (reply.status != 200 || !object) return failed(texts_.print_needs_server);
    const LoanShape shape = shape_of(*object);
    if (shape.out == 0) return failed(say(texts_.loan_ended, *loan));
    std::vector<std::string> aids;
    for (const std::string& code : shape.items) {
        std::string product;
        if (const auto item = known_.item(code)) {
            product = item->product;
        } else if (const auto asked = parse_object(http_.get("/items/" + code).body)) {
            product = text(*asked, "product");
        }
        aids.push_back(product.empty() ? printed(code) : printed(code) + " " + product);
    }
    for (const LoanShape::Pieces& pieces : shape.pieces) {
        const auto product =
            parse_object(http_.get("/products/" + std::to_string(pieces.product)).body);
        if (product) aids.push_back(say(texts_.pieces, pieces.quantity, text(*product, "name")));
    }
    const std::string depot = text(*object, "depot");
    const auto place = parse_object(http_.get("/depots/" + http_.escaped(depot)).body);
    return print(
        {scanner::loan_slip(texts_, *loan, shape.due, aids, place ? text(*place, "name") : depot)},
        say(texts_.slip, *loan));
}

Answer Paper::command_sheet() const {
    return print(scanner::command_sheet(texts_), std::string(texts_.sheet));
}

Answer Paper::badge(std::string_view staff) const {
    return print({scanner::badge(texts_, staff)}, say(texts_.badge, staff));
}

Answer Paper::shelf_label(std::string_view shelf) const {
    return print({scanner::shelf_label(texts_, shelf)}, say(texts_.shelf_label, shelf));
}

Answer Paper::print(const std::vector<labels::Label>& labels, const std::string& what) const {
    if (printer_ == nullptr) return failed(texts_.no_printer);
    const auto* stock = labels::find_stock(stock_);
    const auto document = labels::write_labels(printer_->format(), *stock, 1, labels);
    if (!document) return failed(say(texts_.does_not_fit, stock_));
    return print(*document, what);
}

Answer Paper::print(const std::string& document, const std::string& what) const {
    const auto where = printer_->print(document);
    if (!where) return failed(say(texts_.print_failed, where.error()));
    return {Kind::done, say(texts_.printed, what) + " (" + *where + ")", {}};
}

}  // namespace scanner
