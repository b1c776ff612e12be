#include "bench/availability.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "bench/job.hpp"
#include "db/item_store.hpp"
#include "db/product_store.hpp"
#include "depot/availability.hpp"
#include "depot/book.hpp"
#include "depot/end_line.hpp"
#include "depot/lend.hpp"

namespace bench {
namespace {

using std::chrono::days;

constexpr std::size_t aids = 500;
constexpr std::size_t lent = 250;
constexpr std::size_t to_be_washed = 50;
constexpr int bookings = 400;
constexpr int requests = 100;
constexpr int window = 365;

constexpr Aim aim{Bound::at_most, 10};

// Half of the aids out since different days, some of them overdue, some in the wash; bookings over
// the year, every tenth of the class.
void fill(db::WriteTx& tx, const PreparedDepot& prepared) {
    const depot::Act act = act_of(prepared);
    for (std::size_t i = 0; i < lent; ++i) {
        depot::LoanWanted loan;
        loan.borrower = domain::BorrowerId{prepared.items[i].borrower};
        loan.depot = "SMS";
        loan.start = act.day - days(1 + i * 100 / lent);
        loan.lines.push_back({});
        loan.lines.back().item = prepared.items[i].code;
        if (!depot::lend(tx, loan, act)) throw std::runtime_error("an aid could not be lent");
        if (i < lent - to_be_washed) continue;
        auto view = *db::items::by_code(tx, prepared.items[i].code);
        if (!depot::take_back(tx, view, {"SMS"}, act)) {
            throw std::runtime_error("an aid could not be taken back");
        }
    }
    const auto product = *db::products::by_hms_nr(tx, "177946");
    for (int i = 0; i < bookings; ++i) {
        domain::Booking booking;
        if (i % 10 == 0) {
            booking.iso_class = "120606";
        } else {
            booking.product = product;
        }
        booking.depot = "SMS";
        booking.first = act.day + days(i * 300 / bookings);
        booking.last = booking.first + days(7 + i % 80);
        booking.borrower = domain::BorrowerId{prepared.items[static_cast<std::size_t>(i)].borrower};
        if (!depot::request_booking(tx, booking, act)) {
            throw std::runtime_error("a booking could not be made");
        }
    }
}

}  // namespace

Report measure_availability(const Options& options, const std::filesystem::path& folder) {
    const PreparedDepot depot = prepare_depot(db::Location(folder / "availability.db"), aids);
    const auto product = write_to(depot.file, [&](db::WriteTx& tx) {
        fill(tx, depot);
        return *db::products::find(tx, *db::products::by_hms_nr(tx, "177946"));
    });
    const domain::Day today = act_of(depot).day;
    const Recording recording = record(depot.file, [&](db::WriteTx& tx) {
        const depot::Availability available(tx, domain::iso_class(product.iso), today);
        static_cast<void>(available.of(product.id, "SMS"));
    });
    const std::string query =
        fmt::format("product={}&depot=SMS&from={}&to={}", product.id.value, domain::to_text(today),
                    domain::to_text(today + days(window)));
    Times times;
    for (int round = 0; round < options.rounds; ++round) {
        for (int i = 0; i < requests; ++i)
            times.raw.push_back(replay(depot.file, recording, false));
        RunningDepot running(depot.file);
        for (int i = 0; i < requests; ++i) {
            times.server.push_back(
                ask(running, depot, routing::Method::get, "/api/v1/availability", query, "", 200));
        }
    }
    Report report;
    add_job(
        report, "availability",
        fmt::format("what is free of {} aids with {} bookings, each day of a year", aids, bookings),
        times, aim);
    return report;
}

}  // namespace bench
