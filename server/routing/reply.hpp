#pragma once
// What goes back. Headers that every answer carries (date, security) are added by http/.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/ids.hpp"

namespace routing {

class Feed;

struct Reply {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    // Further header fields in order, names in lower case: etag, location, link, retry-after,
    // allow, content-disposition.
    std::vector<std::pair<std::string, std::string>> headers;
    // The connection cannot go on after this answer (its request body was not read).
    bool close = false;
    // In place of a body: what goes on after the head.
    std::shared_ptr<Feed> feed = {};
};

// A reply with the persons it shows, each of whom gets into the access log before it leaves.
struct Shown {
    Reply reply;
    std::vector<domain::BorrowerId> persons;

    Shown(Reply plain) : reply(std::move(plain)) {}  // NOLINT(google-explicit-constructor)
    Shown(Reply personal, std::vector<domain::BorrowerId> shown)
        : reply(std::move(personal)), persons(std::move(shown)) {}
};

}  // namespace routing
