#include "domain/scan.hpp"

#include <catch2/catch.hpp>

namespace {

domain::Instant at(std::string_view text) { return domain::parse_instant(text).value(); }

const domain::Instant received = at("2026-11-22T09:30:00.000Z");

}  // namespace

TEST_CASE("a scan is live for two minutes and late after that") {
    CHECK_FALSE(domain::scan_time(received, {}, received, false).late);
    CHECK_FALSE(domain::scan_time(at("2026-11-22T09:28:00.000Z"), {}, received, false).late);
    CHECK(domain::scan_time(at("2026-11-22T09:27:59.999Z"), {}, received, false).late);
    CHECK(domain::scan_time(received, {}, received, true).late);
}

TEST_CASE("a time in the future is set to receipt and marked") {
    const auto time = domain::scan_time(at("2026-11-22T09:30:00.001Z"), {}, received, false);
    CHECK(time.happened == received);
    CHECK(time.suspect);
    CHECK_FALSE(domain::scan_time(received, {}, received, false).suspect);
}

TEST_CASE("a device that says what its clock shows is corrected by the difference") {
    // Its clock is an hour behind: scanned twenty minutes before it sent.
    const auto behind = domain::scan_time(at("2026-11-22T08:10:00.000Z"),
                                          at("2026-11-22T08:30:00.000Z"), received, false);
    CHECK(behind.happened == at("2026-11-22T09:10:00.000Z"));
    CHECK(behind.late);
    // Three days ahead, sent at once.
    const auto ahead = domain::scan_time(at("2026-11-25T09:29:59.000Z"),
                                         at("2026-11-25T09:30:00.000Z"), received, false);
    CHECK(ahead.happened == at("2026-11-22T09:29:59.000Z"));
    CHECK_FALSE(ahead.late);
    CHECK_FALSE(ahead.suspect);
}
