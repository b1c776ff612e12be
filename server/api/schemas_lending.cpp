#include "api/openapi.hpp"

namespace api {

// Loans in full: extensions, swaps, reviews, terms, pick-ups.
std::string_view lending_schemas() {
    static constexpr std::string_view text = R"json(
"loan_reason": {"type": ["string", "null"],
    "enum": ["hospital", "rehab", "trial", "visit", "other", null]},
"loan_partner": {"type": ["string", "null"], "maxLength": 100,
    "description": "Eye doctor or hearing centre, for sight and hearing aids"},
"arenas_given": {"type": ["array", "null"], "minItems": 1, "maxItems": 7,
    "description": "All places of use; the first is the arena",
    "items": {"$ref": "#/components/schemas/arena"}},
"loan_moved_to": {"type": "integer", "minimum": 1,
    "description": "When a line just moved to an institution: that unit's loan"},
"line_end_unit": {"type": ["integer", "null"], "minimum": 1,
    "description": "moved_to_institution: the borrower that is the unit"},
"line_swap": {"type": "object", "additionalProperties": false, "required": ["item"],
    "properties": {
        "item": {"type": "string", "maxLength": 20},
        "training": {"$ref": "#/components/schemas/training"}}},
"review_new": {"type": "object", "additionalProperties": false, "required": ["outgrown"],
    "properties": {
        "outgrown": {"type": "boolean", "description": "Then all of it is fetched"},
        "months": {"type": ["integer", "null"], "minimum": 1, "maximum": 24,
            "description": "Until it is looked at again; the setting when not given"}}},
"deceased": {"type": "object", "additionalProperties": false,
    "properties": {"day": {"$ref": "#/components/schemas/maybe_day"}}},
"moved": {"type": "object", "additionalProperties": false,
    "properties": {
        "day": {"$ref": "#/components/schemas/maybe_day"},
        "address": {"$ref": "#/components/schemas/address_given"}}},
"pickup": {"type": "object", "additionalProperties": false,
    "required": ["id", "kind", "reason", "day", "depot", "borrower", "lines", "note", "state",
        "outcome", "done_note", "done_at"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "kind": {"type": "string", "enum": ["fetch", "deliver"]},
        "reason": {"type": "string", "enum": ["asked", "deceased", "moved", "outgrown"]},
        "day": {"$ref": "#/components/schemas/day"},
        "depot": {"type": "string"},
        "borrower": {"type": "object", "additionalProperties": false,
            "required": ["id", "name", "phone", "address"],
            "properties": {
                "id": {"$ref": "#/components/schemas/id"},
                "name": {"type": "string"},
                "phone": {"type": ["string", "null"]},
                "address": {"type": ["object", "null"], "additionalProperties": false,
                    "description": "As it was when this was asked for",
                    "required": ["street", "postal_code", "city"],
                    "properties": {
                        "street": {"type": "string"},
                        "postal_code": {"type": "string", "pattern": "^[0-9]{4}$"},
                        "city": {"type": "string"}}}}},
        "lines": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["line", "loan_id", "item", "product", "quantity", "out"],
            "properties": {
                "line": {"$ref": "#/components/schemas/id"},
                "loan_id": {"$ref": "#/components/schemas/id"},
                "item": {"type": ["string", "null"], "pattern": "^[0-9A-HJKMNP-TV-Z]{7}$"},
                "product": {"type": "string"},
                "quantity": {"type": "integer", "minimum": 1},
                "out": {"type": "boolean", "description": "Not come back yet"}}}},
        "note": {"type": ["string", "null"]},
        "state": {"type": "string", "enum": ["open", "done"]},
        "outcome": {"type": ["string", "null"],
            "enum": ["collected", "delivered", "nobody_home", "refused", null]},
        "done_note": {"type": ["string", "null"]},
        "done_at": {"$ref": "#/components/schemas/maybe_instant"}}},
"pickup_new": {"type": "object", "additionalProperties": false,
    "required": ["kind", "loan_id", "day"],
    "properties": {
        "kind": {"type": "string", "enum": ["fetch", "deliver"]},
        "loan_id": {"$ref": "#/components/schemas/id"},
        "day": {"$ref": "#/components/schemas/day"},
        "lines": {"type": ["array", "null"], "minItems": 1, "maxItems": 100,
            "description": "All open lines when not given",
            "items": {"$ref": "#/components/schemas/id"}},
        "note": {"type": ["string", "null"], "maxLength": 1000}}},
"pickup_done": {"type": "object", "additionalProperties": false, "required": ["outcome"],
    "properties": {
        "outcome": {"type": "string",
            "enum": ["collected", "delivered", "nobody_home", "refused"]},
        "note": {"type": ["string", "null"], "maxLength": 1000}}},
"pickup_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/pickup"}},
        "next": {"$ref": "#/components/schemas/next"}}},
"terms": {"type": "object", "additionalProperties": false,
    "required": ["version", "nb", "nn", "made_at"],
    "properties": {
        "version": {"type": "integer", "minimum": 1},
        "nb": {"type": "string"},
        "nn": {"type": "string"},
        "made_at": {"$ref": "#/components/schemas/instant"}}},
"terms_new": {"type": "object", "additionalProperties": false, "required": ["nb", "nn"],
    "properties": {
        "nb": {"type": "string", "minLength": 1, "maxLength": 10000},
        "nn": {"type": "string", "minLength": 1, "maxLength": 10000}}},
"extension_new": {"type": "object", "additionalProperties": false,
    "required": ["months", "reason"],
    "properties": {
        "months": {"type": "integer", "minimum": 1, "maximum": 12},
        "reason": {"type": "string", "minLength": 1, "maxLength": 1000}}},
"extension": {"type": "object", "additionalProperties": false,
    "required": ["id", "months", "reason", "by", "role", "made_at", "lines"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "months": {"type": "integer", "minimum": 1},
        "reason": {"type": ["string", "null"], "description": "None once anonymised"},
        "by": {"type": "string"},
        "role": {"type": "string", "enum": ["ergo", "leder"]},
        "made_at": {"$ref": "#/components/schemas/instant"},
        "lines": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["line", "due_before", "due_after"],
            "properties": {
                "line": {"$ref": "#/components/schemas/id"},
                "due_before": {"$ref": "#/components/schemas/day"},
                "due_after": {"$ref": "#/components/schemas/day"}}}}}},
"extension_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/extension"}},
        "next": {"$ref": "#/components/schemas/next"}}},
)json";
    return text;
}

}  // namespace api
