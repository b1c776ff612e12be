#include "bench/depot.hpp"

#include <future>
#include <stdexcept>

#include "db/actor_store.hpp"
#include "db/borrower_store.hpp"
#include "db/item_store.hpp"
#include "db/key_file.hpp"
#include "db/product_store.hpp"
#include "depot/inspect.hpp"
#include "depot/oslo_time.hpp"
#include "depot/take_in.hpp"
#include "pages/routes.hpp"

namespace bench {
namespace {

db::DatabaseOptions options_of(const db::Location& location) {
    db::DatabaseOptions options;
    options.location = location;
    return options;
}

PreparedItem make_item(db::WriteTx& tx, domain::ProductId product, const depot::Act& act,
                       std::size_t number) {
    auto item = depot::take_in(tx, {product, "SMS", "B3"}, act);
    if (!item) throw std::runtime_error("an aid could not be taken in");
    auto view = db::items::find(tx, item->id);
    if (!depot::inspect(tx, *view, {}, act)) {
        throw std::runtime_error("an aid could not be inspected");
    }
    domain::Borrower borrower;
    borrower.name = "Låner " + std::to_string(number);
    borrower.phone = std::to_string(40'000'000 + number);
    return {item->code, db::borrowers::insert(tx, borrower).value, *borrower.phone};
}

}  // namespace

PreparedDepot prepare_depot(const db::Location& location, std::size_t items) {
    PreparedDepot prepared;
    prepared.file = location.file;
    prepared.token = "bench-0123456789abcdef0123456789abcdef";

    const auto database = std::make_unique<db::Database>(options_of(location));
    depot::Act act;
    act.happened = act.recorded = now();
    act.day = depot::oslo_day(act.happened);
    const auto product = database->write([&](db::WriteTx& tx) {
        const db::actors::Actor desk{{}, "desk", domain::Role::lager, "SMS"};
        act.actor = db::actors::add_token(tx, desk, prepared.token, act.recorded);
        domain::Product rollator;
        rollator.hms_nr = "177946";
        rollator.name = "Rullator Gemino 20";
        rollator.iso = "12060602";
        return db::products::insert(tx, rollator);
    });
    prepared.actor = act.actor.value;
    prepared.items = database->write([&](db::WriteTx& tx) {
        std::vector<PreparedItem> made;
        for (std::size_t i = 0; i < items; ++i) made.push_back(make_item(tx, product, act, i));
        return made;
    });
    return prepared;
}

void copy_database(const std::filesystem::path& from, const std::filesystem::path& to) {
    using std::filesystem::path;
    constexpr auto replace = std::filesystem::copy_options::overwrite_existing;
    for (const char* part : {"-wal", "-shm"}) std::filesystem::remove(path(to) += part);
    std::filesystem::copy_file(from, to, replace);
    const path wal = path(from) += "-wal";
    if (std::filesystem::exists(wal)) std::filesystem::copy_file(wal, path(to) += "-wal", replace);
    // A database that has been opened has keys, which belong to it wherever it is.
    const path keys = db::default_key_file(db::Location(from));
    if (std::filesystem::exists(keys)) {
        std::filesystem::copy_file(keys, db::default_key_file(db::Location(to)), replace);
    }
}

RunningDepot::RunningDepot(const std::filesystem::path& file)
    : RunningDepot(options_of(db::Location(file))) {}

RunningDepot::RunningDepot(const db::DatabaseOptions& options)
    : database_(std::make_unique<db::Database>(options)),
      dispatcher_(std::make_unique<routing::Dispatcher>(
          pages::routes_with_api(), *database_,
          [] {
              const domain::Instant instant = now();
              return routing::Now{instant, depot::oslo_day(instant)};
          })),
      server_(std::make_unique<http::Server>(
          http::ServerOptions(), [this](routing::Request request, routing::Done done) {
              dispatcher_->dispatch(std::move(request), std::move(done));
          })) {
    server_->start();
}

RunningDepot::~RunningDepot() {
    server_->stop();
    server_->join();
}

routing::Reply RunningDepot::ask(routing::Request request) {
    const auto answered = std::make_shared<std::promise<routing::Reply>>();
    dispatcher_->dispatch(std::move(request), [answered](routing::Reply reply) {
        answered->set_value(std::move(reply));
    });
    return answered->get_future().get();
}

}  // namespace bench
