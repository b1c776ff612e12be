#include "api/openapi.hpp"

namespace api {

// Counted stock, hand-outs, transfers, counts, safety notices, figures.
std::string_view stock_schemas() {
    static constexpr std::string_view text = R"json(
)json";
    return text;
}

}  // namespace api
