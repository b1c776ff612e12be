#include "api/openapi.hpp"

namespace api {

// Work on the aids: queues, accessories, work orders, parts.
std::string_view maintenance_schemas() {
    static constexpr std::string_view text = R"json(
)json";
    return text;
}

}  // namespace api
