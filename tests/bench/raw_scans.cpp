#include "bench/raw_scans.hpp"

#include <sqlite3.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "depot/oslo_time.hpp"

namespace bench {
namespace {

[[noreturn]] void fail(sqlite3* connection) {
    throw std::runtime_error(std::string("raw SQLite: ") + sqlite3_errmsg(connection));
}

struct Null {};

class Statement {
public:
    Statement(sqlite3* connection, const char* sql) : connection_(connection) {
        if (sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_,
                               nullptr) != SQLITE_OK) {
            fail(connection);
        }
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // Runs to the end, for what gives no row or more than one.
    template <class... P>
    void run(const P&... values) {
        bind(values...);
        while (step()) continue;
        reset();
    }
    // Reads the first row's first column, if there is one.
    template <class... P>
    std::optional<std::int64_t> one(const P&... values) {
        bind(values...);
        std::optional<std::int64_t> found;
        if (step()) found = integer(0);
        reset();
        return found;
    }

    // Runs an insert; the id of its row.
    template <class... P>
    std::int64_t insert(const P&... values) {
        run(values...);
        return sqlite3_last_insert_rowid(connection_);
    }

    template <class... P>
    void bind(const P&... values) {
        int at = 0;
        (bind_one(++at, values), ...);
    }
    bool step() {
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_ROW && code != SQLITE_DONE) fail(connection_);
        return code == SQLITE_ROW;
    }
    void reset() {
        if (sqlite3_reset(statement_) != SQLITE_OK) fail(connection_);
    }
    std::int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }

private:
    void bind_one(int at, std::int64_t value) { sqlite3_bind_int64(statement_, at, value); }
    void bind_one(int at, Null) { sqlite3_bind_null(statement_, at); }
    // The texts live until the statement is reset.
    void bind_one(int at, std::string_view value) {
        sqlite3_bind_text(statement_, at, value.data(), static_cast<int>(value.size()),
                          SQLITE_STATIC);
    }
    void bind_one(int at, const char* value) { bind_one(at, std::string_view(value)); }
    void bind_one(int at, const std::string& value) { bind_one(at, std::string_view(value)); }

    sqlite3* connection_;
    sqlite3_stmt* statement_ = nullptr;
};

// As the server's writer sets them (db/connection.cpp).
constexpr const char* settings =
    "pragma busy_timeout = 5000; pragma foreign_keys = on; pragma trusted_schema = off;"
    "pragma cell_size_check = on; pragma mmap_size = 0; pragma temp_store = memory;"
    "pragma cache_size = -32000; pragma journal_mode = wal; pragma journal_size_limit = 67108864;"
    "pragma synchronous = full;";

sqlite3* open(const std::filesystem::path& file) {
    sqlite3* connection = nullptr;
    if (sqlite3_open_v2(file.c_str(), &connection, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK ||
        sqlite3_exec(connection, settings, nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail(connection);
    }
    return connection;
}

class Connection {
public:
    explicit Connection(const std::filesystem::path& file) : connection_(open(file)) {}
    ~Connection() { sqlite3_close(connection_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    sqlite3* get() { return connection_; }

private:
    sqlite3* connection_;
};

}  // namespace

struct RawScans::Statements {
    explicit Statements(const std::filesystem::path& file) : connection(file) {}

    Connection connection;
    sqlite3* c = connection.get();
    Statement begin{c, "begin immediate"};
    Statement commit{c, "commit"};
    Statement savepoint{c, "savepoint job"};
    Statement release{c, "release job"};
    Statement inner_savepoint{c, "savepoint inner_step"};
    Statement inner_release{c, "release inner_step"};

    Statement stored_answer{c, "select fingerprint, answer from scan where scan_id = :scan_id"};
    Statement depot_exists{c, "select 1 from depot where id = :id"};
    Statement item_by_code{c, R"(
    select i.id, i.code, i.product_id, i.owner, i.stock, i.home_depot, i.depot_id, i.shelf,
           i.serial, i.lot, i.udi, i.state, i.quarantine_until, i.inspection_due, i.dirty,
           i.event_count, i.since, p.name, p.wash_class, p.inspection_months, p.needs_training,
           l.loan_id, l.id, lo.borrower_id, b.kind, lo.expected, l.due, l.handed_out_at,
           lo.extensions
    from item i
    join product p on p.id = i.product_id
    left join loan_line l on l.item_id = i.id and l.ended_at is null
    left join loan lo on lo.id = l.loan_id
    left join borrower b on b.id = lo.borrower_id where i.code = :code)"};
    Statement update_item{c, R"(
        update item set depot_id = :depot_id, shelf = :shelf, state = :state,
            quarantine_until = :quarantine_until, inspection_due = :inspection_due,
            dirty = :dirty, event_count = :event_count, since = :since
        where id = :id)"};
    Statement count_event{c, "update item set event_count = :event_count where id = :id"};
    Statement append_event{c, R"(
        insert into event (item_id, seq, kind, from_state, to_state, depot_id, shelf,
            quarantine_until, inspection_due, dirty, actor_id, operator, device, scan_id,
            loan_line_id, method, undoes, happened_at, recorded_at)
        values (:item_id, :seq, :kind, :from_state, :to_state, :depot_id, :shelf,
            :quarantine_until, :inspection_due, :dirty, :actor_id, :operator, :device, :scan_id,
            :loan_line_id, :method, :undoes, :happened_at, :recorded_at))"};
    Statement insert_scan{c, R"(
        insert into scan (scan_id, fingerprint, actor_id, device, seq, mode, item_id, event_id,
            happened_at, received_at, suspect, result, said, answer)
        values (:scan_id, :fingerprint, :actor_id, :device, :seq, :mode, :item_id, :event_id,
            :happened_at, :received_at, :suspect, :result, :said, :answer))"};

    // out
    Statement borrower_kind{c,
                            "select kind, deceased_on, reminders_off from borrower where id = :id"};
    Statement joinable_loan{c, R"(
        select id from loan
        where joins_actor = :actor and joins_device = :device and borrower_id = :borrower_id
          and depot_id = :depot_id and start = :start and ended_at is null
        order by id desc limit 1)"};
    Statement insert_loan{c, R"(
        insert into loan (borrower_id, depot_id, start, expected, arena, requested_by, reason,
            partner, terms_version, joins_device, joins_actor, ended_at)
        values (:borrower_id, :depot_id, :start, :expected, :arena, :requested_by, :reason,
            :partner, (select max(version) from terms), :joins_device, :joins_actor, :ended_at))"};
    Statement open_transfer{c, R"(
        select t.transfer_id, t.id, tr.from_depot, tr.to_depot, tr.sent_at
        from transfer_line t join transfer tr on tr.id = t.transfer_id
        where t.item_id = :item_id and t.closed_at is null)"};
    Statement last_ended{c, R"(
        select ended_at from loan_line
        where item_id = :item_id and (end_reason is null or end_reason <> 'undone')
        order by handed_out_at desc, id desc limit 1)"};
    Statement depot{c, "select id, name, open_weekdays, capacity, version from depot where id = :id"};
    Statement settings{c, "select name, value from setting"};
    Statement depot_days{c, "select day, open, why from depot_day where depot_id = :depot_id"};
    Statement insert_line{c, R"(
        insert into loan_line (loan_id, item_id, product_id, quantity, due, original_due, review,
            anchor, months, handed_out_at, ended_at, end_reason, end_reference)
        values (:loan_id, :item_id, :product_id, :quantity, :due, :original_due, :review,
            :anchor, :months, :handed_out_at, :ended_at, :end_reason, :end_reference))"};

    // in
    Statement end_line{c, R"(
        update loan_line set end_reason = :end_reason, end_reference = :end_reference,
            ended_at = case when handed_out_at > :earliest then handed_out_at else :ended_at end
        where id = :id)"};
    Statement end_loan{c, R"(
        update loan set version = version + 1,
            ended_at = case when exists (select 1 from loan_line l
                where l.loan_id = loan.id and l.ended_at is null) then null else :ended_at end
        where id = :id)"};
};

RawScans::RawScans(const std::filesystem::path& file, std::int64_t actor)
    : run_(std::make_unique<Statements>(file)), actor_(actor) {}

RawScans::~RawScans() = default;

void RawScans::begin() { run_->begin.run(); }

void RawScans::commit() { run_->commit.run(); }

void RawScans::scan(const PreparedItem& item, Step step, std::string_view uuid, domain::Instant at,
                    std::string_view device, std::int64_t seq) {
    Statements& run = *run_;
    const std::int64_t time = at.time_since_epoch().count();
    run.savepoint.run();
    run.stored_answer.one(uuid);
    run.item_by_code.bind(item.code);
    if (!run.item_by_code.step()) throw std::runtime_error("raw: no such item");
    const std::int64_t id = run.item_by_code.integer(0);
    const std::int64_t product = run.item_by_code.integer(2);
    const std::int64_t events = run.item_by_code.integer(15) + 1;
    std::int64_t loan = run.item_by_code.integer(21);
    std::int64_t line = run.item_by_code.integer(22);
    while (run.item_by_code.step()) continue;
    run.item_by_code.reset();
    run.depot_exists.one("SMS");

    const auto change = [&](const char* kind, const char* from, const char* to, std::int64_t dirty,
                            auto of_line, auto method) {
        if (std::string_view(from) == to) {
            run.count_event.run(events, id);
        } else {
            run.update_item.run("SMS", "B3", to, Null(), Null(), dirty, events, time, id);
        }
        return run.append_event.insert(id, events, kind, from, to, "SMS", "B3", Null(), Null(),
                                       dirty, actor_, Null(), device, uuid, of_line, method, Null(),
                                       time, time);
    };
    std::int64_t event = 0;
    switch (step) {
        case Step::out: {
            const domain::Day day = ::depot::oslo_day(at);
            const std::string today = domain::to_text(day);
            const std::string due = domain::to_text(day + std::chrono::days(91));
            run.borrower_kind.one(item.borrower);
            run.joinable_loan.one(actor_, device, item.borrower, "SMS", today);
            run.inner_savepoint.run();
            loan = run.insert_loan.insert(item.borrower, "SMS", today, "under_2_years", "own_home",
                                          Null(), Null(), Null(), device, actor_, Null());
            run.open_transfer.one(id);
            run.last_ended.one(id);
            run.depot.one("SMS");
            run.depot_days.run("SMS");
            run.settings.run();
            line = run.insert_line.insert(loan, id, product, std::int64_t{1}, due, due, Null(),
                                          today, std::int64_t{3}, time, Null(), Null(), Null());
            event = change("lent", "ready", "ready", 0, line, Null());
            run.inner_release.run();
            break;
        }
        case Step::in:
            run.settings.run();
            event = change("returned", "ready", "to_clean", 1, line, Null());
            run.end_line.run("returned", Null(), time, time, line);
            run.end_loan.run(time, loan);
            break;
        case Step::washed:
            run.open_transfer.one(id);
            event = change("cleaned", "to_clean", "to_inspect", 0, Null(), "machine");
            break;
        case Step::inspected:
            run.open_transfer.one(id);
            event = change("inspected_ok", "to_inspect", "ready", 0, Null(), Null());
            break;
    }

    // As long as the server's.
    const std::string fingerprint = fmt::format("{0:0<32}{0:0<32}", uuid.substr(0, 32));
    const std::string answer = fmt::format(
        R"({{"scan":"{}","result":"done","item":{{"code":"{}","product":"Rullator Gemino 20",)"
        R"("state":"to_inspect","on_loan":false,"depot":"SMS","shelf":"B3"}},)"
        R"("instruction":{{"code":"to_inspect","text":"Til kontroll","where":"SMS, kontroll"}},)"
        R"("attention":[]}})",
        uuid, item.code);
    run.insert_scan.run(uuid, fingerprint, actor_, device, seq, to_text(step), id, event, time,
                        time, std::int64_t{0}, "done", Null(), answer);
    run.release.run();
}

}  // namespace bench
