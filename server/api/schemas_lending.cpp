#include "api/openapi.hpp"

namespace api {

// Loans in full: extensions, swaps, reviews, terms, pick-ups.
std::string_view lending_schemas() {
    static constexpr std::string_view text = R"json(
)json";
    return text;
}

}  // namespace api
