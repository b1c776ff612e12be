#pragma once
// A request as the handlers see it: plain values, already framed and bounded by http/.

#include <any>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"

namespace routing {

enum class Method { get, post, put, patch, del };
std::string_view to_text(Method method);

enum class Language { nb, nn, en };

// How much is known of who somebody is.
enum class Assurance {
    one_factor,
    // A second factor as well, or a device's token.
    two_factors,
    // Shown again within the last five minutes; a device's token always.
    fresh,
};

// Who sends the request: a device with its token, or a person who has signed in.
struct Principal {
    domain::ActorId actor;
    std::string name;
    domain::Role role = domain::Role::lager;
    domain::DepotId depot;
    // The right to see and set address protection, and to see protected addresses.
    bool sees_protected = false;
    Assurance assurance = Assurance::one_factor;
    // Of a person; a device has none.
    std::optional<domain::SessionId> session;
};

// One reading of the clock for the whole request.
struct Now {
    domain::Instant instant;
    domain::Day today;  // in Europe/Oslo
};

struct Settings;

struct Request {
    Method method = Method::get;
    // Percent-encoded as received, without the query: "/api/v1/items/7K3QF27".
    std::string path;
    // Without the question mark, percent-encoded as received.
    std::string query;
    std::string body;

    // Header fields that routing reads; empty when absent.
    std::string authorization;
    std::string content_type;
    std::string accept_language;
    std::string accept_encoding;
    std::string idempotency_key;
    std::string if_match;
    std::string if_none_match;
    std::string cookie;
    std::string host;
    std::string origin;
    std::string sec_fetch_site;
    std::string last_event_id;

    // The announced body is larger than the limit and was not read.
    bool body_too_large = false;
    // A page asks by itself, because something changed: nobody shows by it to be there.
    bool unattended = false;
    // The peer is this machine, and no proxy header says otherwise.
    bool from_loopback = false;

    // Filled by dispatch before a handler sees the request.
    std::vector<std::string> path_values;           // the {…} of the route, decoded, in order
    std::map<std::string, std::string> parameters;  // decoded query
    Principal principal;
    Language language = Language::nb;
    Now now;
    const Settings* settings = nullptr;  // of the host
    std::any prepared;                   // what the route's Prepare made of the body
};

// Decoded, in order; none when an escape is broken.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);

}  // namespace routing
