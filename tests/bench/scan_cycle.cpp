#include "bench/scan_cycle.hpp"

#include <chrono>

#include <fmt/format.h>

namespace bench {

std::string_view to_text(Step step) {
    switch (step) {
        case Step::out:
            return "out";
        case Step::in:
            return "in";
        case Step::washed:
            return "washed";
        case Step::inspected:
            return "inspected";
    }
    return {};
}

Step after(Step step) {
    switch (step) {
        case Step::out:
            return Step::in;
        case Step::in:
            return Step::washed;
        case Step::washed:
            return Step::inspected;
        case Step::inspected:
            return Step::out;
    }
    return Step::out;
}

std::string Uuids::next(domain::Instant at) {
    const auto time = static_cast<std::uint64_t>(at.time_since_epoch().count());
    const std::uint64_t random = random_();
    return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", (time >> 16) & 0xffff'ffff,
                       time & 0xffff, ++count_ & 0xfff, 0x8000 | (random >> 50),
                       random & 0xffff'ffff'ffff);
}

domain::Instant now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string scan_body(const PreparedItem& item, Step step, std::string_view uuid,
                      domain::Instant at, std::string_view device, std::int64_t seq) {
    std::string details;
    switch (step) {
        case Step::out:
            details = fmt::format(R"({{"borrower":{},"expected":"under_2_years"}})", item.borrower);
            break;
        case Step::in:
            details = R"({"infectious":false})";
            break;
        case Step::washed:
            details = R"({"method":"machine"})";
            break;
        case Step::inspected:
            details = R"({"ok":true})";
            break;
    }
    return fmt::format(
        R"({{"id":"{}","device":"{}","seq":{},"happened_at":"{}","operator":null,"mode":"{}",)"
        R"("code":"{}","depot":"SMS","shelf":"B3","loan":null,"details":{}}})",
        uuid, device, seq, domain::to_text(at), to_text(step), item.code, details);
}

}  // namespace bench
