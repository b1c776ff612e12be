#pragma once
// Who follows what changes. A follower is told topics and nothing else, as server-sent events:
//
//     id: 6f0c2a9be4d17583-42
//     event: changed
//     data: items loans

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "db/database.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace routing {

class Live {
public:
    // More of all: 503. More of one sender: the oldest ends, and comes again later; a browser has
    // six connections to a server, and needs some of them for requests.
    static constexpr std::size_t most = 1000;
    static constexpr std::size_t most_of_one = 4;

    // The database outlives it.
    Live(db::Database& database, std::function<Now()> clock);
    // Ends all of them.
    ~Live();
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    // An answer with a feed. It ends when the sender's session does, or its token is revoked.
    Reply follow(const Request& request);
    std::size_t followers() const;

private:
    struct State;
    class Follower;

    std::shared_ptr<State> state_;
    std::int64_t listener_ = 0;
};

}  // namespace routing
