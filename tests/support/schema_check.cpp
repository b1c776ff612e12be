#include "support/schema_check.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>

// Not ours, and not held to our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <boost/json.hpp>

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

#include "api/openapi.hpp"
#include "api/routes.hpp"

namespace support {
namespace json = boost::json;

namespace {

const json::value& components() {
    static const json::value all = [] {
        const std::string document = api::openapi(api::routes());
        return json::parse(document).at("components");
    }();
    return all;
}

const valijson::Schema& schema_of(const std::string& name) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<valijson::Schema>> known;
    const std::lock_guard lock(mutex);
    auto& schema = known[name];
    if (!schema) {
        if (!components().at("schemas").as_object().contains(name)) {
            throw std::runtime_error("no schema is named " + name);
        }
        const json::value root{
            {"allOf", json::array{json::object{{"$ref", "#/components/schemas/" + name}}}},
            {"components", components()}};
        schema = std::make_unique<valijson::Schema>();
        valijson::SchemaParser parser;
        valijson::adapters::BoostJsonAdapter adapter(root);
        parser.populateSchema(adapter, *schema);
    }
    return *schema;
}

}  // namespace

std::string schema_faults(std::string_view schema, std::string_view json_text) {
    const valijson::Schema& rules = schema_of(std::string(schema));
    const json::value value = json::parse(json::string_view(json_text.data(), json_text.size()));
    const valijson::adapters::BoostJsonAdapter adapter(value);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(rules, adapter, &results)) return {};
    std::string faults;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
        for (const std::string& step : error.context) faults += step;
        faults += ": " + error.description + "\n";
    }
    return faults.empty() ? "does not conform" : faults;
}

}  // namespace support
