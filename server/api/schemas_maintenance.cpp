#include "api/openapi.hpp"

namespace api {

// Work on the aids: queues, accessories, work orders, parts.
std::string_view maintenance_schemas() {
    static constexpr std::string_view text = R"json(
"repair": {"type": "object", "additionalProperties": false, "required": ["work"],
    "properties": {
        "work": {"type": "string", "maxLength": 1000},
        "parts": {"type": ["array", "null"], "maxItems": 50,
            "items": {"$ref": "#/components/schemas/part_use"}},
        "cost": {"type": ["integer", "null"], "minimum": 0, "maximum": 10000000,
            "description": "In kroner"}}},
"part_use": {"type": "object", "additionalProperties": false, "required": ["part_id", "quantity"],
    "properties": {
        "part_id": {"$ref": "#/components/schemas/id"},
        "quantity": {"type": "integer", "minimum": 1, "maximum": 1000}}},
"hand_over": {"type": "object", "additionalProperties": false, "required": ["to"],
    "properties": {
        "to": {"type": "string", "maxLength": 200, "description": "Who takes it"},
        "reference": {"type": ["string", "null"], "maxLength": 100}}},
"take_over": {"type": "object", "additionalProperties": false,
    "properties": {
        "to": {"type": ["string", "null"], "maxLength": 200},
        "reference": {"type": ["string", "null"], "maxLength": 100}}},

"accessories": {"type": "object", "additionalProperties": false,
    "description": "One of found, waived and missing; waived with its reason",
    "properties": {
        "found": {"$ref": "#/components/schemas/texts"},
        "waived": {"$ref": "#/components/schemas/texts"},
        "missing": {"$ref": "#/components/schemas/texts"},
        "reason": {"type": ["string", "null"], "maxLength": 1000}}},
"missing_accessory": {"type": "object", "additionalProperties": false,
    "required": ["item", "product_id", "product", "depot", "name", "since", "loan", "borrower_id"],
    "properties": {
        "item": {"$ref": "#/components/schemas/code"},
        "product_id": {"$ref": "#/components/schemas/id"},
        "product": {"type": "string"},
        "depot": {"type": "string"},
        "name": {"type": "string"},
        "since": {"$ref": "#/components/schemas/instant"},
        "loan": {"type": ["integer", "null"], "minimum": 1,
            "description": "The loan that it did not come back from"},
        "borrower_id": {"$ref": "#/components/schemas/maybe_id"}}},
"missing_accessory_list": {"type": "object", "additionalProperties": false,
    "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/missing_accessory"}},
        "next": {"$ref": "#/components/schemas/next"}}},

"work_order": {"type": "object", "additionalProperties": false,
    "required": ["id", "item", "product_id", "product", "depot", "state", "findings", "estimate",
        "promised", "opened_at", "outcome", "work", "cost", "parts", "closed_at", "scrap"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "item": {"$ref": "#/components/schemas/code"},
        "product_id": {"$ref": "#/components/schemas/id"},
        "product": {"type": "string"},
        "depot": {"type": "string"},
        "state": {"type": "string", "enum": ["open", "closed"]},
        "findings": {"type": ["string", "null"]},
        "estimate": {"type": ["integer", "null"], "minimum": 0, "description": "In kroner"},
        "promised": {"$ref": "#/components/schemas/maybe_day"},
        "opened_at": {"$ref": "#/components/schemas/instant"},
        "outcome": {"type": ["string", "null"], "enum": ["repaired", "scrapped", "dropped", null],
            "description": "dropped: nothing was left to repair, or the aid is gone"},
        "work": {"type": ["string", "null"]},
        "cost": {"type": ["integer", "null"], "minimum": 0, "description": "In kroner"},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/part_use"}},
        "closed_at": {"$ref": "#/components/schemas/maybe_instant"},
        "scrap": {"type": "object", "additionalProperties": false,
            "description": "Whether to scrap it rather than repair it",
            "required": ["ceiling", "spent", "estimate", "advised"],
            "properties": {
                "ceiling": {"type": ["integer", "null"], "minimum": 1,
                    "description": "Of the product"},
                "spent": {"type": "integer", "minimum": 0,
                    "description": "On the aid's earlier work orders"},
                "estimate": {"type": ["integer", "null"], "minimum": 0,
                    "description": "Of this one, or its cost once it is known"},
                "advised": {"type": "boolean"}}}}},
"work_order_new": {"type": "object", "additionalProperties": false,
    "required": ["item", "findings"],
    "properties": {
        "item": {"type": "string", "maxLength": 20, "description": "The label code"},
        "findings": {"type": "string", "maxLength": 1000},
        "estimate": {"type": ["integer", "null"], "minimum": 0, "maximum": 10000000},
        "promised": {"$ref": "#/components/schemas/maybe_day"}}},
"work_order_change": {"type": "object", "additionalProperties": false,
    "properties": {
        "findings": {"type": ["string", "null"], "maxLength": 1000},
        "estimate": {"type": ["integer", "null"], "minimum": 0, "maximum": 10000000},
        "promised": {"$ref": "#/components/schemas/maybe_day"}}},
"work_order_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/work_order"}},
        "next": {"$ref": "#/components/schemas/next"}}},

"part": {"type": "object", "additionalProperties": false,
    "required": ["id", "name", "part_nr", "supplier", "product_id", "minimum", "stock",
        "below_minimum"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "name": {"type": "string"},
        "part_nr": {"type": ["string", "null"]},
        "supplier": {"type": ["string", "null"]},
        "product_id": {"type": ["integer", "null"], "minimum": 1,
            "description": "What it fits; null: many products"},
        "minimum": {"type": "integer", "minimum": 0},
        "stock": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["depot", "quantity"],
            "properties": {
                "depot": {"type": "string"},
                "quantity": {"type": "integer", "minimum": 0}}}},
        "below_minimum": {"type": "boolean"}}},
"part_new": {"type": "object", "additionalProperties": false, "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 200},
        "part_nr": {"type": ["string", "null"], "maxLength": 60},
        "supplier": {"type": ["string", "null"], "maxLength": 100},
        "product_id": {"$ref": "#/components/schemas/maybe_id"},
        "minimum": {"type": ["integer", "null"], "minimum": 0, "maximum": 100000}}},
"part_change": {"type": "object", "additionalProperties": false,
    "properties": {
        "name": {"type": "string", "maxLength": 200},
        "part_nr": {"type": ["string", "null"], "maxLength": 60},
        "supplier": {"type": ["string", "null"], "maxLength": 100},
        "product_id": {"$ref": "#/components/schemas/maybe_id"},
        "minimum": {"type": ["integer", "null"], "minimum": 0, "maximum": 100000}}},
"part_movement": {"type": "object", "additionalProperties": false,
    "required": ["depot", "quantity"],
    "properties": {
        "depot": {"type": "string", "maxLength": 20},
        "quantity": {"type": "integer", "minimum": -100000, "maximum": 100000,
            "description": "Received; below zero: taken out"}}},
"part_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/part"}},
        "next": {"$ref": "#/components/schemas/next"}}},

"wash_queue": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["item", "product_id", "product", "depot", "shelf", "state", "since",
                "method"],
            "properties": {
                "item": {"$ref": "#/components/schemas/code"},
                "product_id": {"$ref": "#/components/schemas/id"},
                "product": {"type": "string"},
                "depot": {"type": "string"},
                "shelf": {"type": ["string", "null"]},
                "state": {"type": "string", "enum": ["to_clean", "quarantine"]},
                "since": {"$ref": "#/components/schemas/instant"},
                "method": {"type": "string", "description": "How its product is washed",
                    "enum": ["hand", "machine", "disinfect", "none"]}}}},
        "next": {"$ref": "#/components/schemas/next"}}},
"inspection_queue": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["item", "product_id", "product", "depot", "shelf", "state", "since",
                "inspection_due", "missing_accessories"],
            "properties": {
                "item": {"$ref": "#/components/schemas/code"},
                "product_id": {"$ref": "#/components/schemas/id"},
                "product": {"type": "string"},
                "depot": {"type": "string"},
                "shelf": {"type": ["string", "null"]},
                "state": {"type": "string", "enum": ["to_inspect", "ready"]},
                "since": {"$ref": "#/components/schemas/instant"},
                "inspection_due": {"$ref": "#/components/schemas/maybe_day"},
                "missing_accessories": {"type": "array", "items": {"type": "string"}}}}},
        "next": {"$ref": "#/components/schemas/next"}}},
"repair_queue": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["item", "product_id", "product", "depot", "shelf", "state", "since",
                "work_order"],
            "properties": {
                "item": {"$ref": "#/components/schemas/code"},
                "product_id": {"$ref": "#/components/schemas/id"},
                "product": {"type": "string"},
                "depot": {"type": "string"},
                "shelf": {"type": ["string", "null"]},
                "state": {"type": "string", "enum": ["to_repair"]},
                "since": {"$ref": "#/components/schemas/instant"},
                "work_order": {"type": ["object", "null"], "additionalProperties": false,
                    "required": ["id", "findings", "estimate", "promised"],
                    "properties": {
                        "id": {"$ref": "#/components/schemas/id"},
                        "findings": {"type": ["string", "null"]},
                        "estimate": {"type": ["integer", "null"], "minimum": 0},
                        "promised": {"$ref": "#/components/schemas/maybe_day"}}}}}},
        "next": {"$ref": "#/components/schemas/next"}}},
)json";
    return text;
}

}  // namespace api
