#include "api/answer.hpp"

#include <charconv>

#include <boost/url/params_encoded_view.hpp>
#include <boost/url/url.hpp>

#include "api/json_reader.hpp"
#include "db/depot_store.hpp"
#include "db/digest.hpp"
#include "domain/text.hpp"

namespace api {
namespace json = boost::json;

namespace {

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string etag(Version version, const std::string& body) {
    constexpr std::size_t enough = 16;
    return "\"" + (version ? std::to_string(*version) + "-" : std::string()) +
           db::sha256_hex(body).substr(0, enough) + "\"";
}

// Whether one of the tags of If-Match is such a one; "*" is every tag.
template <class Is>
bool names_tag(const routing::Request& request, Is is) {
    const std::string_view header = request.if_match;
    std::size_t at = 0;
    while (at < header.size()) {
        if (header[at] == '*') return true;
        if (header[at] != '"') {
            ++at;
            continue;
        }
        const auto end = header.find('"', at + 1);
        if (end == std::string_view::npos) return false;
        if (is(header.substr(at + 1, end - at - 1))) return true;
        at = end + 1;
    }
    return false;
}

}  // namespace

routing::Reply answer(const json::value& body, int status) {
    routing::Reply reply;
    reply.status = status;
    reply.body = json::serialize(body);
    return reply;
}

routing::Reply one(const json::object& resource, Version version, const json::object& besides) {
    routing::Reply reply;
    reply.body = json::serialize(resource);
    reply.headers.emplace_back("etag", etag(version, reply.body));
    if (!besides.empty()) {
        json::object all = resource;
        for (const auto& [name, value] : besides) all[name] = value;
        reply.body = json::serialize(all);
    }
    return reply;
}

routing::Reply created(const json::object& resource, Version version, const std::string& location,
                       const json::object& besides) {
    routing::Reply reply = one(resource, version, besides);
    reply.status = 201;
    reply.headers.emplace_back("location", location);
    return reply;
}

std::string tag_of(const json::object& resource) { return etag({}, json::serialize(resource)); }

std::optional<routing::Reply> refuse_fields(const routing::Request& request) {
    if (request.body.empty()) return std::nullopt;
    const auto nothing = read_body(request.body, [](Fields&) { return 0; });
    if (nothing) return std::nullopt;
    return routing::problem(request, 400, nothing.error());
}

bool if_match(const routing::Request& request, std::int64_t version) {
    const std::string number = std::to_string(version);
    return names_tag(request,
                     [&](std::string_view tag) { return tag.substr(0, tag.find('-')) == number; });
}

bool if_match(const routing::Request& request, const json::object& resource) {
    const std::string now = tag_of(resource);
    return names_tag(request, [&](std::string_view tag) {
        return tag == std::string_view(now).substr(1, now.size() - 2);
    });
}

std::optional<std::int64_t> path_number(const routing::Request& request, std::size_t at) {
    const auto number = parse_number(request.path_values.at(at));
    return number && *number > 0 ? number : std::nullopt;
}

std::optional<std::string> Parameters::text(const std::string& name, std::size_t longest) {
    const auto found = request_.parameters.find(name);
    if (found == request_.parameters.end()) return std::nullopt;
    if (found->second.empty()) {
        fault(name, "too_short");
        return std::nullopt;
    }
    if (domain::code_points(found->second) > longest) {
        fault(name, "too_long");
        return std::nullopt;
    }
    return found->second;
}

std::optional<std::int64_t> Parameters::number(const std::string& name, std::int64_t least,
                                               std::int64_t most) {
    const auto given = text(name);
    if (!given) return std::nullopt;
    const auto number = parse_number(*given);
    if (!number) {
        fault(name, "wrong_type");
    } else if (*number < least) {
        fault(name, "too_small");
    } else if (*number > most) {
        fault(name, "too_large");
    } else {
        return number;
    }
    return std::nullopt;
}

std::optional<domain::Day> Parameters::day(const std::string& name) {
    const auto given = text(name);
    if (!given) return std::nullopt;
    const auto day = domain::parse_day(*given);
    if (!day) fault(name, "invalid_date");
    return day;
}

std::int64_t Parameters::limit() { return number("limit", 1, 200).value_or(50); }

std::optional<std::int64_t> parse_cursor_id(std::string_view text) {
    const auto id = parse_number(text);
    return id && *id >= 0 ? id : std::nullopt;
}

std::int64_t Parameters::cursor_id() {
    const auto given = text("cursor");
    if (!given) return 0;
    const auto id = parse_cursor_id(*given);
    if (!id) fault("cursor", "invalid_cursor");
    return id.value_or(0);
}

void Parameters::require(const std::string& name, bool given) {
    if (!given && request_.parameters.find(name) == request_.parameters.end()) {
        fault(name, "required");
    }
}

void Parameters::fault(const std::string& name, std::string_view code) {
    faults_.push_back({"?" + name, std::string(code)});
}

depot::Act act_of(const routing::Request& request) {
    return {request.principal.actor, request.principal.role, {}, {}, {}, request.now.instant,
            request.now.instant,     request.now.today};
}

namespace detail {

routing::Reply page(const routing::Request& request, json::array items,
                    const std::optional<std::string>& next) {
    json::object body;
    body["items"] = std::move(items);
    body["next"] = next ? json::value(*next) : json::value(nullptr);
    routing::Reply reply = answer(body);
    if (next) {
        boost::urls::url link;
        link.set_encoded_path(request.path);
        for (const auto& [name, value] : request.parameters) {
            // Why somebody looks may be about a person, who is in no address that we make; whoever
            // goes on says it again.
            if (name != "cursor" && name != "why") link.params().append({name, value});
        }
        link.params().append({"cursor", *next});
        reply.headers.emplace_back("link", "<" + std::string(link.buffer()) + ">; rel=\"next\"");
    }
    return reply;
}

}  // namespace detail

std::optional<domain::DepotId> known_depot(db::ReadTx& tx, Parameters& parameters) {
    auto depot = parameters.text("depot", 20);
    if (depot && !db::depots::exists(tx, *depot)) parameters.fault("depot", "unknown_depot");
    return depot;
}

std::optional<bool> parse_open(std::string_view text) {
    if (text == "open") return true;
    if (text == "closed") return false;
    return std::nullopt;
}

std::optional<bool> parse_flag(std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

}  // namespace api
