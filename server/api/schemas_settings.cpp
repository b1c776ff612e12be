#include "api/openapi.hpp"

namespace api {

// The settings of the depot and its calendar.
std::string_view setting_schemas() {
    static constexpr std::string_view text = R"json(
"settings": {"type": "object", "additionalProperties": false,
    "required": ["loan_months", "review_months", "extension_months", "extensions_by_ergo", "due_soon_days", "quarantine_days", "turnaround_days", "hold_days", "dead_stock_months", "anonymise_after_days", "candidate_overdue_days", "repeated_months", "candidate_rest_months", "lookups_per_day", "reminder_steps"],
    "properties": {
        "loan_months": {"type": "integer"},
        "review_months": {"type": "integer"},
        "extension_months": {"type": "integer"},
        "extensions_by_ergo": {"type": "integer"},
        "due_soon_days": {"type": "integer"},
        "quarantine_days": {"type": "integer"},
        "turnaround_days": {"type": "integer"},
        "hold_days": {"type": "integer"},
        "dead_stock_months": {"type": "integer"},
        "anonymise_after_days": {"type": "integer"},
        "candidate_overdue_days": {"type": "integer"},
        "repeated_months": {"type": "integer",
            "description": "On loan in all, within twelve months: a candidate"},
        "candidate_rest_months": {"type": "integer",
            "description": "After a refusal, or that there was no need"},
        "lookups_per_day": {"type": "integer",
            "description": "More people than that in a day: many_lookups"},
        "reminder_steps": {"type": "array", "minItems": 5, "maxItems": 5,
            "items": {"type": "integer"},
            "description": "Days from the due day: two messages before, one after, a call, the lost process"}}},
"settings_change": {"type": "object", "additionalProperties": false,
    "description": "What is not named stays as it is",
    "properties": {
        "loan_months": {"type": ["integer", "null"], "minimum": 1, "maximum": 24},
        "review_months": {"type": ["integer", "null"], "minimum": 1, "maximum": 24},
        "extension_months": {"type": ["integer", "null"], "minimum": 1, "maximum": 12},
        "extensions_by_ergo": {"type": ["integer", "null"], "minimum": 0, "maximum": 10},
        "due_soon_days": {"type": ["integer", "null"], "minimum": 1, "maximum": 60},
        "quarantine_days": {"type": ["integer", "null"], "minimum": 1, "maximum": 90},
        "turnaround_days": {"type": ["integer", "null"], "minimum": 0, "maximum": 30},
        "hold_days": {"type": ["integer", "null"], "minimum": 1, "maximum": 30},
        "dead_stock_months": {"type": ["integer", "null"], "minimum": 1, "maximum": 60},
        "anonymise_after_days": {"type": ["integer", "null"], "minimum": 1, "maximum": 730},
        "candidate_overdue_days": {"type": ["integer", "null"], "minimum": 1, "maximum": 365},
        "repeated_months": {"type": ["integer", "null"], "minimum": 1, "maximum": 12},
        "candidate_rest_months": {"type": ["integer", "null"], "minimum": 1, "maximum": 60},
        "lookups_per_day": {"type": ["integer", "null"], "minimum": 1, "maximum": 10000},
        "reminder_steps": {"type": ["array", "null"], "minItems": 5, "maxItems": 5,
            "items": {"type": "integer", "minimum": -60, "maximum": 365}}}},
"settings_history": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["name", "old_value", "value", "by", "at"],
            "properties": {
                "name": {"type": "string"},
                "old_value": {"type": ["string", "null"], "description": "Null: its default"},
                "value": {"type": "string"},
                "by": {"type": "string"},
                "at": {"$ref": "#/components/schemas/instant"}}}},
        "next": {"$ref": "#/components/schemas/next"}}},
"weekdays": {"type": ["array", "null"], "uniqueItems": true, "maxItems": 7,
    "items": {"type": "string", "enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}},
"depot_change": {"type": "object", "additionalProperties": false,
    "properties": {
        "name": {"type": "string", "maxLength": 100},
        "open_weekdays": {"$ref": "#/components/schemas/weekdays"},
        "capacity": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000000}}},
"calendar_day": {"type": "object", "additionalProperties": false, "required": ["day", "open", "why"],
    "properties": {
        "day": {"$ref": "#/components/schemas/day"},
        "open": {"type": "boolean"},
        "why": {"type": ["string", "null"]}}},
"calendar_day_change": {"type": "object", "additionalProperties": false,
    "required": ["open", "why"],
    "properties": {
        "open": {"type": "boolean"},
        "why": {"type": "string", "maxLength": 100}}},
)json";
    return text;
}

}  // namespace api
