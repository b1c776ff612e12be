#include "api/openapi.hpp"

namespace api {

// Counted stock, hand-outs, transfers, counts, safety notices, figures.
std::string_view stock_schemas() {
    static constexpr std::string_view text = R"json(
"count_outline": {"type": "object", "additionalProperties": false,
    "required": ["id", "depot", "shelf", "state", "opened_at", "closed_at"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "depot": {"type": "string"},
        "shelf": {"type": ["string", "null"], "description": "Null: the whole depot"},
        "state": {"type": "string", "enum": ["open", "closed"]},
        "opened_at": {"$ref": "#/components/schemas/instant"},
        "closed_at": {"$ref": "#/components/schemas/maybe_instant"}}},
"count": {"type": "object", "additionalProperties": false,
    "required": ["id", "depot", "shelf", "state", "opened_at", "closed_at", "expected", "seen",
        "missing", "unexpected", "misplaced", "quantity"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "depot": {"type": "string"},
        "shelf": {"type": ["string", "null"], "description": "Null: the whole depot"},
        "state": {"type": "string", "enum": ["open", "closed"]},
        "opened_at": {"$ref": "#/components/schemas/instant"},
        "closed_at": {"$ref": "#/components/schemas/maybe_instant"},
        "expected": {"type": "integer", "minimum": 0,
            "description": "Aids that should be there now, or should have been at the closing"},
        "seen": {"type": "integer", "minimum": 0},
        "missing": {"$ref": "#/components/schemas/count_findings"},
        "unexpected": {"$ref": "#/components/schemas/count_findings"},
        "misplaced": {"$ref": "#/components/schemas/count_findings"},
        "quantity": {"$ref": "#/components/schemas/count_findings"}}},
"count_findings": {"type": "object", "additionalProperties": false,
    "required": ["total", "items"],
    "properties": {
        "total": {"type": "integer", "minimum": 0},
        "items": {"type": "array", "maxItems": 200, "description": "The first 200",
            "items": {"type": "object", "additionalProperties": false,
                "required": ["item", "product_id", "product", "depot", "shelf", "seen_shelf",
                    "standing", "expected", "seen"],
                "properties": {
                    "item": {"type": ["string", "null"], "pattern": "^[0-9A-HJKMNP-TV-Z]{7}$"},
                    "product_id": {"$ref": "#/components/schemas/id"},
                    "product": {"type": "string"},
                    "depot": {"type": ["string", "null"], "description": "Where it should be"},
                    "shelf": {"type": ["string", "null"], "description": "Where it should be"},
                    "seen_shelf": {"type": ["string", "null"]},
                    "standing": {"type": ["string", "null"], "enum": ["ready", "to_clean",
                        "to_inspect", "to_repair", "quarantine", "blocked", "missing", "lost",
                        "scrapped", "handed_over", "on_loan", "in_transfer", null]},
                    "expected": {"type": ["integer", "null"], "minimum": 0,
                        "description": "Of a counted product"},
                    "seen": {"type": ["integer", "null"], "minimum": 0}}}}}},
"count_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/count_outline"}},
        "next": {"$ref": "#/components/schemas/next"}}},
"count_new": {"type": "object", "additionalProperties": false, "required": ["depot"],
    "properties": {
        "depot": {"type": "string", "maxLength": 20},
        "shelf": {"type": ["string", "null"], "maxLength": 20}}},
"count_sight": {"type": "object", "additionalProperties": false,
    "description": "Either an aid by its label code, or a quantity of a counted product",
    "properties": {
        "code": {"type": ["string", "null"], "maxLength": 20},
        "product_id": {"$ref": "#/components/schemas/maybe_id"},
        "quantity": {"type": ["integer", "null"], "minimum": 0, "maximum": 100000},
        "shelf": {"type": ["string", "null"], "maxLength": 20}}},

"stock_movement": {"type": "object", "additionalProperties": false,
    "required": ["id", "product_id", "depot", "shelf", "quantity", "kind", "source",
        "happened_at"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "product_id": {"$ref": "#/components/schemas/id"},
        "depot": {"type": "string"},
        "shelf": {"type": ["string", "null"]},
        "quantity": {"type": "integer", "description": "Negative: away"},
        "kind": {"type": "string", "enum": ["received", "discarded", "counted", "lent", "returned",
            "handed_out", "sent", "arrived", "brought_back"]},
        "source": {"$ref": "#/components/schemas/maybe_id"},
        "happened_at": {"$ref": "#/components/schemas/instant"}}},
"stock_movement_list": {"type": "object", "additionalProperties": false,
    "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/stock_movement"}},
        "next": {"$ref": "#/components/schemas/next"}}},
"stock_movement_new": {"type": "object", "additionalProperties": false,
    "required": ["product_id", "depot", "quantity", "kind"],
    "properties": {
        "product_id": {"$ref": "#/components/schemas/id"},
        "depot": {"type": "string", "maxLength": 20},
        "shelf": {"type": ["string", "null"], "maxLength": 20},
        "quantity": {"type": "integer", "minimum": 1, "maximum": 100000},
        "kind": {"type": "string", "enum": ["received", "discarded"]}}},
"stock_moved": {"type": "object", "additionalProperties": false,
    "required": ["product_id", "depot", "shelf", "quantity", "kind", "left"],
    "properties": {
        "product_id": {"$ref": "#/components/schemas/id"},
        "depot": {"type": "string"},
        "shelf": {"type": ["string", "null"]},
        "quantity": {"type": "integer", "minimum": 1},
        "kind": {"type": "string", "enum": ["received", "discarded"]},
        "left": {"type": "integer", "minimum": 0, "description": "In stock at the depot now"}}},
"handout": {"type": "object", "additionalProperties": false,
    "required": ["id", "product_id", "depot", "shelf", "quantity", "borrower_id", "happened_at"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "product_id": {"$ref": "#/components/schemas/id"},
        "depot": {"type": "string"},
        "shelf": {"type": ["string", "null"]},
        "quantity": {"type": "integer", "minimum": 1},
        "borrower_id": {"$ref": "#/components/schemas/maybe_id"},
        "happened_at": {"$ref": "#/components/schemas/instant"},
        "left": {"type": "integer", "minimum": 0,
            "description": "In stock at the depot, when just given out"}}},
"handout_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/handout"}},
        "next": {"$ref": "#/components/schemas/next"}}},
"handout_new": {"type": "object", "additionalProperties": false,
    "required": ["product_id", "depot", "quantity"],
    "properties": {
        "product_id": {"$ref": "#/components/schemas/id"},
        "depot": {"type": "string", "maxLength": 20},
        "shelf": {"type": ["string", "null"], "maxLength": 20},
        "quantity": {"type": "integer", "minimum": 1, "maximum": 100000},
        "borrower_id": {"$ref": "#/components/schemas/maybe_id"}}},
)json";
    return text;
}

}  // namespace api
