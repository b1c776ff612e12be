#include "api/openapi.hpp"

namespace api {

// What is stored about a person.
std::string_view privacy_schemas() {
    static constexpr std::string_view text = R"json(
"person_report": {"type": "object", "additionalProperties": false,
    "required": ["borrower", "registered_at", "retained_until", "loans", "pickups", "handouts", "bookings",
        "contacts", "candidates", "reminders", "notes", "seen"],
    "properties": {
        "borrower": {"$ref": "#/components/schemas/borrower"},
        "registered_at": {"$ref": "#/components/schemas/maybe_instant"},
        "retained_until": {"type": ["string", "null"],
            "description": "When all of it is anonymised; null while something is open"},
        "loans": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["loan", "extensions", "trainings"],
            "properties": {
                "loan": {"$ref": "#/components/schemas/loan"},
                "extensions": {"type": "array",
                    "items": {"$ref": "#/components/schemas/extension"}},
                "trainings": {"type": "array",
                    "items": {"type": "object", "additionalProperties": false,
                        "required": ["line", "given_by", "given_to", "day"],
                        "properties": {
                            "line": {"$ref": "#/components/schemas/id"},
                            "given_by": {"type": "string"},
                            "given_to": {"type": "string"},
                            "day": {"$ref": "#/components/schemas/day"}}}}}}},
        "pickups": {"type": "array", "items": {"$ref": "#/components/schemas/pickup"}},
        "reminders": {"type": "array", "items": {"$ref": "#/components/schemas/reminder"}},
        "handouts": {"type": "array", "items": {"$ref": "#/components/schemas/handout"}},
        "bookings": {"type": "array", "items": {"$ref": "#/components/schemas/booking"}},
        "contacts": {"type": "array", "items": {"$ref": "#/components/schemas/contact"}},
        "candidates": {"type": "array", "description": "For permanent need",
            "items": {"type": "object", "additionalProperties": false,
                "required": ["id", "iso_class", "state", "opened_on", "responsible", "applied_on",
                    "reference", "decisions"],
                "properties": {
                    "id": {"$ref": "#/components/schemas/id"},
                    "iso_class": {"type": "string"},
                    "state": {"$ref": "#/components/schemas/candidate_state"},
                    "opened_on": {"$ref": "#/components/schemas/day"},
                    "responsible": {"type": ["string", "null"]},
                    "applied_on": {"$ref": "#/components/schemas/maybe_day"},
                    "reference": {"type": ["string", "null"]},
                    "decisions": {"type": "array",
                        "items": {"$ref": "#/components/schemas/candidate_logged"}}}}},
        "notes": {"type": "array", "description": "What people wrote while the person had the aids",
            "items": {"type": "object", "additionalProperties": false,
                "required": ["kind", "text"],
                "properties": {"kind": {"type": "string"}, "text": {"type": "string"}}}},
        "seen": {"type": "object", "additionalProperties": false, "required": ["times", "by"],
            "description": "How many answers have shown the person, and where they are listed",
            "properties": {
                "times": {"type": "integer", "minimum": 0},
                "by": {"type": "string"}}}}},
)json";
    return text;
}

}  // namespace api
