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
