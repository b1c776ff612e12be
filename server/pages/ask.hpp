#pragma once
// The API, asked from within: a page shows what the API answers to its reader and changes what the
// API changes, in its own transaction. So who may see what, and which words are said, is decided
// once.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "domain/ids.hpp"
#include "routing/desk.hpp"
#include "routing/route.hpp"

namespace pages {

namespace json = boost::json;

struct Answer {
    int status = 200;
    json::object body;
    routing::Reply reply;
    std::vector<domain::BorrowerId> persons;
    bool ok() const { return status < 400; }
};

using Parameters = std::map<std::string, std::string>;

// The route of a path below /api/v1, "/items/7K3QF27", percent-encoded; null: there is none.
const routing::Route* route_of(routing::Method method, std::string_view path);
// Whether the sender's role may use it.
bool may(const routing::Request& request, routing::Method method, std::string_view path);

// What the API answers to the sender; 403 where the role or what is known of them does not do.
Answer get(const routing::Request& request, db::ReadTx& tx, std::string_view path,
           Parameters parameters = {});
// Of a route that looks for what stands in its body: nothing personal gets into an address.
Answer find(const routing::Request& request, db::ReadTx& tx, std::string_view path,
            const json::object& body, Parameters parameters = {});
Answer change(const routing::Request& request, db::WriteTx& tx, routing::Method method,
              std::string_view path, const json::object& body, std::string_view if_match = {});
// Of a route that needs no transaction of ours.
Answer work(const routing::Request& request, routing::Desk& desk, routing::Method method,
            std::string_view path, const json::object& body, std::string_view if_match = {});
// The same with the body and the parameters as they were sent.
Answer pass_on(const routing::Request& request, routing::Desk& desk, routing::Method method,
               std::string_view path);

// A session that the API gave or took is the browser's.
void copy_cookies(const routing::Reply& from, routing::Reply& to);

// A part of a path.
std::string encoded(std::string_view text);

}  // namespace pages
