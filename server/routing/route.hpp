#pragma once
// One row per route. Dispatch, 404 and 405, the role check, the access-log duty and OpenAPI all
// come from it; the type of its handler says what it may do.

#include <any>
#include <cstddef>
#include <span>
#include <string_view>
#include <variant>

#include "db/connection.hpp"
#include "domain/role.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace routing {

class Desk;

// Answers from the request alone.
using Plain = Reply (*)(const Request&);
// Reads on a reader; shows no person.
using Read = Reply (*)(const Request&, db::ReadTx&);
// Reads on a reader and shows persons: the answer leaves after its access-log row is durable.
using Disclose = Shown (*)(const Request&, db::ReadTx&);
// Runs in a transaction of its own; an answer of 400 or more undoes all that it wrote. It may run
// again, so it has no effect but through the transaction.
using Write = Shown (*)(const Request&, db::WriteTx&);
// Runs on a worker without a transaction of its own.
using Work = Reply (*)(const Request&, Desk&);
// Goes on with the topics of what changes; see live.hpp.
struct Follow {};

using Handler = std::variant<Plain, Read, Disclose, Write, Work, Follow>;

// What of a Write's body can be read before the writer's turn: on a reader's thread, without a
// transaction. The handler finds it in Request::prepared.
using Prepare = std::any (*)(const Request&);

enum class Body {
    none,      // a body is not read
    optional,  // JSON, or nothing
    required,  // JSON
    form,      // application/x-www-form-urlencoded, required
    // multipart/form-data, required; of one that is too large the handler says so, unread.
    form_with_file,
    image,  // JPEG, PNG or WebP, or multipart/form-data with one; required
};
constexpr bool takes_file(Body body) { return body == Body::form_with_file || body == Body::image; }

inline constexpr std::size_t most_body = 1024 * 1024;
inline constexpr std::size_t most_file_body = 8 * 1024 * 1024;
// Of a Body::image, blank between.
inline constexpr std::string_view image_types =
    "image/jpeg image/png image/webp multipart/form-data";

// In place of the names of parameters: the handler reads the query itself, which another party
// makes.
inline constexpr std::string_view any_parameters = "*";

// What is kept under an Idempotency-Key.
enum class Kept {
    answer,   // the whole answer
    outline,  // status and location: the body shows a person and is made again
};

struct Route {
    Method method = Method::get;
    std::string_view path;  // "/api/v1/items/{code}"
    domain::Roles roles;    // empty: open to everybody, without signing in
    std::string_view summary;
    Handler handler;
    int success = 200;
    std::string_view answer = {};  // the schema of the answer, by name; empty: not JSON of ours
    Body body = Body::none;
    std::string_view body_schema = {};
    std::string_view parameters = {};  // of the query, blank between: "state depot limit cursor"
    Kept kept = Kept::answer;
    Prepare prepare = nullptr;
    std::string_view media = {};  // of an answer that is not JSON: its types, blank between
    // How much has to be known of who sends it.
    Assurance assurance = Assurance::two_factors;
    // PUT, PATCH and DELETE name the version that they change.
    bool if_match = true;
    // A Work that whoever looks after the program asks for: it waits for none of the others.
    bool of_the_host = false;
    std::string_view orders = {};  // that the parameter "sort" takes, blank between
};

}  // namespace routing
