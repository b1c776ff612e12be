#pragma once
// The forms of an answer: one resource, a new resource, a page of a list; and the query of a list.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/ids.hpp"
#include "routing/problem.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace api {

routing::Reply answer(const boost::json::value& body, int status = 200);
// With an ETag of the version that If-Match names, where there is one, and a digest of the resource
// as it is shown: that changes with the day, with the reader, and with what it only mentions.
// What came of the request besides is added to the answer and is no part of the resource.
using Version = std::optional<std::int64_t>;
routing::Reply one(const boost::json::object& resource, Version version = {},
                   const boost::json::object& besides = {});
routing::Reply created(const boost::json::object& resource, Version version,
                       const std::string& location, const boost::json::object& besides = {});

// The ETag of such a resource without a version.
std::string tag_of(const boost::json::object& resource);

// Of a route that takes no fields: what is wrong with a body that is there.
std::optional<routing::Reply> refuse_fields(const routing::Request& request);

// Whether If-Match names this version; the digest in a tag does not count, "*" names every version.
bool if_match(const routing::Request& request, std::int64_t version);
// Whether it names what the sender is shown of the resource now. For what has parts that not
// everybody may see: a version would count their changes as well, and so tell of them.
bool if_match(const routing::Request& request, const boost::json::object& resource);

// A positive number in the path; none is answered with 404.
std::optional<std::int64_t> path_number(const routing::Request& request, std::size_t at = 0);
template <class I>
std::optional<I> path_id(const routing::Request& request, std::size_t at = 0) {
    const auto number = path_number(request, at);
    return number ? std::optional(I{*number}) : std::nullopt;
}

// Of a cursor that is the id after which the page begins; none when it is something else.
std::optional<std::int64_t> parse_cursor_id(std::string_view text);

// The query of a list, read with all faults at once.
class Parameters {
public:
    explicit Parameters(const routing::Request& request) : request_(request) {}

    std::optional<std::string> text(const std::string& name, std::size_t longest = 100);
    std::optional<std::int64_t> number(const std::string& name, std::int64_t least,
                                       std::int64_t most);
    std::optional<domain::Day> day(const std::string& name);
    template <class Parse>
    auto choice(const std::string& name, Parse parse) {
        const auto given = text(name);
        auto value = given ? parse(std::string_view(*given)) : decltype(parse(*given))();
        if (given && !value) fault(name, "invalid_value");
        return value;
    }
    template <class I>
    std::optional<I> id(const std::string& name) {
        const auto given = number(name, 1, INT64_MAX);
        return given ? std::optional(I{*given}) : std::nullopt;
    }
    // 50 when not given, at most 200.
    std::int64_t limit();
    // The id after which the page begins; 0 at the start.
    std::int64_t cursor_id();

    void require(const std::string& name, bool given);
    void fault(const std::string& name, std::string_view code);
    bool ok() const { return faults_.empty(); }
    const std::vector<routing::Fault>& faults() const { return faults_; }
    routing::Reply problem() const { return routing::problem(request_, 400, faults_); }

private:
    const routing::Request& request_;
    std::vector<routing::Fault> faults_;
};

// Of the parameter "depot": a fault when there is none of that id.
std::optional<domain::DepotId> known_depot(db::ReadTx& tx, Parameters& parameters);

// "open" or "closed", of what is one of the two.
std::optional<bool> parse_open(std::string_view text);
// "true" or "false".
std::optional<bool> parse_flag(std::string_view text);

// Up to limit entries of one more than that: what is over says that there is a next page.
template <class T, class Shape, class Cursor>
routing::Reply page(const routing::Request& request, std::vector<T>& found, std::int64_t limit,
                    Shape shape, Cursor cursor);

// Who acts in this request, now.
depot::Act act_of(const routing::Request& request);

namespace detail {
routing::Reply page(const routing::Request& request, boost::json::array items,
                    const std::optional<std::string>& next);
}

template <class T, class Shape, class Cursor>
routing::Reply page(const routing::Request& request, std::vector<T>& found, std::int64_t limit,
                    Shape shape, Cursor cursor) {
    std::optional<std::string> next;
    if (static_cast<std::int64_t>(found.size()) > limit) {
        found.resize(static_cast<std::size_t>(limit));
        next = cursor(found.back());
    }
    boost::json::array items;
    items.reserve(found.size());
    for (const T& entry : found) items.push_back(shape(entry));
    return detail::page(request, std::move(items), next);
}

}  // namespace api
