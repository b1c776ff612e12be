#include "bench/clients.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace bench {
namespace {

std::string post(std::string_view path, std::string_view token, std::string_view body) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        path, token, body.size(), body);
}

std::string get(std::string_view path, std::string_view token) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n",
                       path, token);
}

bool is_ok(std::string_view answer) { return answer.starts_with("HTTP/1.1 200 "); }

// The text between the two; empty when it is not there.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
    const auto begin = text.find(before);
    if (begin == std::string_view::npos) return {};
    const std::string_view rest = text.substr(begin + before.size());
    return rest.substr(0, rest.find(after));
}

template <class T>
std::vector<T> share(const std::vector<T>& all, std::size_t n, std::size_t of) {
    std::vector<T> mine;
    for (std::size_t i = n; i < all.size(); i += of) mine.push_back(all[i]);
    return mine;
}

class Scanner : public Client {
public:
    Scanner(Cycle cycle, std::string token) : cycle_(std::move(cycle)), token_(std::move(token)) {}

    std::string_view request() override {
        return request_ = cycle_.next([&](const auto&... scan) {
            return post("/api/v1/scans", token_, scan_body(scan...));
        });
    }
    bool right(std::string_view answer) override {
        return is_ok(answer) && answer.find(R"("result":"done")") != std::string_view::npos;
    }

private:
    Cycle cycle_;
    std::string token_;
    std::string request_;
};

class Reader : public Client {
public:
    explicit Reader(std::vector<std::string> requests) : requests_(std::move(requests)) {}

    std::string_view request() override { return requests_[at_++ % requests_.size()]; }
    bool right(std::string_view answer) override { return is_ok(answer); }

private:
    std::vector<std::string> requests_;
    std::size_t at_ = 0;
};

class ListReader : public Client {
public:
    ListReader(std::string path, std::string token)
        : path_(std::move(path)), token_(std::move(token)) {}

    std::string_view request() override {
        return request_ = get(next_.empty() ? path_ : path_ + "&cursor=" + next_, token_);
    }
    bool right(std::string_view answer) override {
        next_ = between(answer, R"("next":")", "\"");
        return is_ok(answer);
    }

private:
    std::string path_;
    std::string token_;
    std::string next_;
    std::string request_;
};

}  // namespace

Cycle::Cycle(std::vector<PreparedItem> items, std::size_t lag, std::string device,
             std::uint64_t seed)
    : items_(std::move(items)), lag_(lag), device_(std::move(device)), uuids_(seed) {}

Cycle cycle_of(const PreparedDepot& depot, std::size_t n, std::size_t all) {
    auto items = share(depot.items, n, all);
    // An aid has been through its cycle when its turn comes again.
    const std::size_t lag = std::min(aids_between / all, (items.size() - 1) / 3);
    return {std::move(items), lag, fmt::format("bench-{}", n), 1000 * all + n};
}

Clients scanners(const PreparedDepot& depot, std::size_t count) {
    Clients clients;
    for (std::size_t n = 0; n < count; ++n) {
        clients.push_back(std::make_unique<Scanner>(cycle_of(depot, n, count), depot.token));
    }
    return clients;
}

Clients lookups(const std::vector<std::string>& codes, const std::string& token,
                std::size_t count) {
    Clients clients;
    for (std::size_t n = 0; n < count; ++n) {
        std::vector<std::string> requests;
        for (const std::string& code : share(codes, n, count)) {
            requests.push_back(get("/api/v1/items/" + code, token));
        }
        clients.push_back(std::make_unique<Reader>(std::move(requests)));
    }
    return clients;
}

Clients lists(const std::string& token, std::size_t count) {
    constexpr std::array paths{
        "items?state=ready&depot=SMS", "loans?state=overdue",  "items?depot=ENGVEIEN",
        "loans?state=open&depot=SMS",  "items?product=1",      "loans?state=ended",
        "items?state=to_clean&q=rull", "loans?state=due_soon",
    };
    Clients clients;
    for (std::size_t n = 0; n < count; ++n) {
        clients.push_back(std::make_unique<ListReader>(
            fmt::format("/api/v1/{}&limit=200", paths[n % paths.size()]), token));
    }
    return clients;
}

Clients livez(std::size_t count) {
    Clients clients;
    for (std::size_t n = 0; n < count; ++n) {
        clients.push_back(std::make_unique<Reader>(
            std::vector<std::string>{"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"}));
    }
    return clients;
}

}  // namespace bench
