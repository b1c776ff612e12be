#include "api/openapi.hpp"

namespace api {

// Who has looked at whom.
std::string_view access_schemas() {
    static constexpr std::string_view text = R"json(
"maybe_role": {"type": ["string", "null"],
    "enum": ["lager", "ergo", "sjafor", "leder", "admin", null],
    "description": "Null: the program itself"},
"access_log": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["id", "at", "actor_id", "by", "role", "depot", "action", "what", "status",
                "why", "borrowers"],
            "properties": {
                "id": {"$ref": "#/components/schemas/id"},
                "at": {"$ref": "#/components/schemas/instant"},
                "actor_id": {"$ref": "#/components/schemas/id"},
                "by": {"type": "string"},
                "role": {"$ref": "#/components/schemas/maybe_role"},
                "depot": {"type": ["string", "null"], "description": "The reader's"},
                "action": {"type": "string"},
                "what": {"type": "string", "description": "The action in the reader's language"},
                "status": {"type": ["integer", "null"], "description": "Of the answer"},
                "why": {"type": ["string", "null"], "description": "Told of one borrower's rows"},
                "borrowers": {"type": "array", "items": {"type": "integer"},
                    "description": "Whom the answer showed, by id"}}}},
        "next": {"$ref": "#/components/schemas/next"}}},
"seen_by": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["at", "by", "role", "depot", "what", "why"],
            "properties": {
                "at": {"$ref": "#/components/schemas/instant"},
                "by": {"type": "string"},
                "role": {"$ref": "#/components/schemas/maybe_role"},
                "depot": {"type": ["string", "null"]},
                "what": {"type": "string"},
                "why": {"type": ["string", "null"]}}}},
        "next": {"$ref": "#/components/schemas/next"}}},
"access_findings": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["day", "kind", "text", "actor_id", "by", "looks", "rows", "persons",
                "borrowers"],
            "properties": {
                "day": {"$ref": "#/components/schemas/day"},
                "kind": {"type": "string",
                    "enum": ["unusual_hours", "many_lookups", "own_name", "no_relation"]},
                "text": {"type": "string", "description": "The kind in the reader's language"},
                "actor_id": {"$ref": "#/components/schemas/id"},
                "by": {"type": "string"},
                "looks": {"type": "integer", "minimum": 1},
                "rows": {"type": "array", "maxItems": 100, "items": {"type": "integer"},
                    "description": "The first hundred of them, by their ids in the access log"},
                "persons": {"type": "integer", "minimum": 1},
                "borrowers": {"type": "array", "maxItems": 100, "items": {"type": "integer"},
                    "description": "The first hundred of them, by id"}}}},
        "next": {"$ref": "#/components/schemas/next"}}},
"access_review": {"type": "object", "additionalProperties": false,
    "required": ["id", "from", "to", "note", "by", "at"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "from": {"$ref": "#/components/schemas/day"},
        "to": {"$ref": "#/components/schemas/day"},
        "note": {"type": ["string", "null"]},
        "by": {"type": "string"},
        "at": {"$ref": "#/components/schemas/instant"}}},
"access_review_new": {"type": "object", "additionalProperties": false, "required": ["from", "to"],
    "properties": {
        "from": {"$ref": "#/components/schemas/day"},
        "to": {"$ref": "#/components/schemas/day"},
        "note": {"type": ["string", "null"], "maxLength": 1000,
            "description": "No word of a person belongs in it"}}},
"access_review_list": {"type": "object", "additionalProperties": false,
    "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/access_review"}},
        "next": {"$ref": "#/components/schemas/next"}}},
)json";
    return text;
}

}  // namespace api
