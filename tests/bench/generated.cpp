#include "bench/generated.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <numeric>
#include <random>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "bench/process.hpp"
#include "db/actor_store.hpp"
#include "db/database.hpp"
#include "db/query.hpp"

namespace bench {
namespace {

constexpr std::size_t aids_of_a_measurement = 8'000;
constexpr std::size_t most_free_aids = 20 * aids_of_a_measurement;
constexpr std::size_t most_codes = 20'000;

class File {
public:
    explicit File(const std::filesystem::path& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (number_ < 0) throw std::system_error(errno, std::generic_category(), path);
    }
    ~File() { ::close(number_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    // Afterwards no writing of its pages disturbs what is measured.
    void sync() const {
        if (::fsync(number_) != 0) throw std::system_error(errno, std::generic_category(), "fsync");
    }
    void forget() const { ::posix_fadvise(number_, 0, 0, POSIX_FADV_DONTNEED); }

private:
    int number_;
};

// The tables and indexes; a kept file may come from before they were changed.
std::vector<std::pair<std::string, std::string>> schema(const std::filesystem::path& file) {
    return db::open_read_only(db::Location(file)).schema();
}

std::vector<std::int64_t> shuffled_ids(db::ReadTx& tx, std::string_view newest,
                                       std::mt19937_64& random) {
    std::vector<std::int64_t> ids(
        static_cast<std::size_t>(db::Query(tx, newest).one<std::int64_t>().value_or(0)));
    std::iota(ids.begin(), ids.end(), 1);
    std::shuffle(ids.begin(), ids.end(), random);
    return ids;
}

// The aid's code if it can go through a whole cycle in SMS as the raw scans do it: lent without
// training, inspected without a next date.
std::optional<std::string> free_code(db::ReadTx& tx, std::int64_t item) {
    return db::Query(tx, R"(
        select i.code from item i join product p on p.id = i.product_id
        where i.id = :id and i.state = 'ready' and i.depot_id = 'SMS' and i.stock = 'korttid'
          and i.owner = 'kommune' and p.needs_training = 0 and p.inspection_months is null
          and not exists (select 1 from loan_line l
              where l.item_id = i.id and l.ended_at is null))")
        .with(item)
        .one<std::string>();
}

std::optional<std::string> code(db::ReadTx& tx, std::int64_t item) {
    return db::Query(tx, "select code from item where id = :id").with(item).one<std::string>();
}

}  // namespace

void generate(const std::filesystem::path& file, const Size& size) {
    Process program({KL_SERVER_BINARY, "generate", "--items", std::to_string(size.items), "--loans",
                     std::to_string(size.loans), "--seed", "1", "--database",
                     "sqlite://" + std::filesystem::absolute(file).string()});
    if (program.wait() != 0) throw std::runtime_error("generate failed: " + program.read_line());
}

std::filesystem::path kept_generated(const std::filesystem::path& folder, const Size& size,
                                     const std::filesystem::path& like) {
    std::filesystem::path file = folder / fmt::format("generated-{}-{}.db", size.items, size.loans);
    if (std::filesystem::exists(file) && schema(file) == schema(like)) return file;
    std::filesystem::remove(file);
    fmt::print(stderr, "making {} with {} aids; it is kept for the next run\n", file.string(),
               size.items);
    generate(file, size);
    return file;
}

GeneratedDepot::GeneratedDepot(std::filesystem::path original, std::filesystem::path copy)
    : original_(std::move(original)) {
    depot_.file = std::move(copy);
    depot_.token = "bench-0123456789abcdef0123456789abcdef";
    auto connection = db::open_read_only(db::Location(original_));
    db::ReadTx tx(connection);
    std::mt19937_64 random(1);
    const auto items = shuffled_ids(tx, "select max(id) from item", random);
    const auto borrowers = shuffled_ids(tx, "select max(id) from borrower", random);
    for (const std::int64_t item : items) {
        if (free_.size() == most_free_aids) break;
        if (codes_.size() < most_codes) codes_.push_back(code(tx, item).value());
        if (auto found = free_code(tx, item)) {
            free_.push_back({std::move(*found), borrowers[free_.size() % borrowers.size()]});
        }
    }
    copy_original();
}

PreparedDepot GeneratedDepot::fresh() {
    const std::size_t count = std::min(aids_of_a_measurement, free_.size());
    if (used_ + count > free_.size()) copy_original();
    const auto first = free_.begin() + static_cast<std::ptrdiff_t>(used_);
    depot_.items.assign(first, first + static_cast<std::ptrdiff_t>(count));
    used_ += count;
    return depot_;
}

void GeneratedDepot::copy_original() {
    copy_database(original_, depot_.file);
    db::DatabaseOptions options;
    options.location = db::Location(depot_.file);
    const db::actors::Actor desk{{}, "bench", domain::Role::lager, "SMS"};
    depot_.actor = db::Database(options)
                       .write([&](db::WriteTx& tx) {
                           return db::actors::add_token(tx, desk, depot_.token, now());
                       })
                       .value;
    File(depot_.file).sync();
    used_ = 0;
}

void forget_pages(const std::filesystem::path& path) {
    const File file(path);
    file.sync();
    file.forget();
}

}  // namespace bench
