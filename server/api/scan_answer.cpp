#include "api/scan_answer.hpp"

#include "api/scan_texts.hpp"
#include "api/shapes.hpp"
#include "routing/texts.hpp"

namespace api {
namespace {

namespace json = boost::json;

json::object item_of(const db::items::ItemView& view) {
    return {{"code", view.item.code},
            {"product", view.product_name},
            {"state", std::string(to_text(view.item.status.state))},
            {"on_loan", view.open_loan.has_value()},
            {"depot", view.item.status.depot},
            {"shelf", or_null(view.item.status.shelf)}};
}

json::object instruction_of(const domain::Instruction& instruction, routing::Language language) {
    json::object shape;
    shape["code"] = std::string(to_text(instruction.code));
    shape["text"] = instruction_text(instruction, language);
    const std::string where = instruction_place(instruction, language);
    shape["where"] = where.empty() ? json::value(nullptr) : json::value(where);
    return shape;
}

json::object attention_of(const domain::Attention& attention, routing::Language language) {
    json::object shape;
    shape["code"] = std::string(to_text(attention.code));
    if (attention.code == domain::AttentionCode::overdue) shape["days"] = attention.days;
    if (attention.code == domain::AttentionCode::permanent_candidate) {
        json::array why;
        for (const auto reason : attention.why)
            why.push_back(json::string(std::string(to_text(reason))));
        shape["why"] = std::move(why);
    }
    if (attention.code == domain::AttentionCode::incomplete) {
        shape["missing"] = json::value_from(attention.missing);
    }
    if (attention.code == domain::AttentionCode::wrong_depot) {
        shape["depot"] = attention.depot;
    }
    shape["text"] = attention_text(attention, language);
    return shape;
}

}  // namespace

json::object answer_of(const std::string& scan_id, const depot::ScanOutcome& outcome,
                       routing::Language language) {
    json::object shape;
    shape["scan"] = scan_id;
    shape["result"] = std::string(to_text(outcome.result));
    shape["item"] = outcome.item ? json::value(item_of(*outcome.item)) : json::value(nullptr);
    if (const auto& counted = outcome.product) {
        shape["product"] = {{"id", counted->product.id.value},
                            {"name", counted->product.name},
                            {"hms_nr", or_null(counted->product.hms_nr)},
                            {"quantity", or_null(counted->quantity)},
                            {"in_stock", or_null(counted->in_stock)}};
    }
    if (outcome.refusal) {
        const std::string code(to_text(outcome.refusal->code));
        shape["reason"] = {{"code", code}, {"text", std::string(routing::text(code, language))}};
    }
    if (outcome.item && outcome.transfer_to) {
        shape["item"].as_object()["transfer_to"] = *outcome.transfer_to;
    }
    if (outcome.loan) shape["loan"] = outcome.loan->value;
    if (outcome.number && outcome.number->handout) {
        shape["handout"] = outcome.number->handout->value;
    }
    if (outcome.count) shape["count"] = outcome.count->value;
    if (!outcome.accessories.empty()) {
        shape["accessories"] = json::value_from(outcome.accessories);
    }
    if (!outcome.checklist.empty()) shape["checklist"] = json::value_from(outcome.checklist);
    shape["instruction"] = instruction_of(outcome.instruction, language);
    json::array attention;
    for (const auto& entry : outcome.attention) attention.push_back(attention_of(entry, language));
    shape["attention"] = std::move(attention);
    return shape;
}

}  // namespace api
