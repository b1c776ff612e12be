#include <chrono>
#include <regex>

#include <poll.h>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include "db/engine.hpp"
#include "db/error.hpp"
#include "db/postgresql_url.hpp"

namespace db::detail {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

Trouble trouble_of(std::string_view state) {
    if (state.starts_with("28")) return Trouble::signed_out;
    if (state == "3D000") return Trouble::no_database;
    if (state == "25006") return Trouble::read_only;
    if (state == "53100") return Trouble::full;
    return Trouble::unreachable;
}

// As connect_timeout: who asks is told within this that nobody answers.
constexpr std::chrono::seconds longest_attempt(2);

// Tries once more, only to learn the code of why it fails: libpq gives its text alone otherwise,
// in the server's language. Empty when nobody answers until then.
std::string state_of_failure(const std::string& connection,
                             std::chrono::steady_clock::time_point until) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> attempt(PQconnectStart(connection.c_str()),
                                                               PQfinish);
    if (!attempt) return {};
    PQsetErrorVerbosity(attempt.get(), PQERRORS_SQLSTATE);
    auto wanted =
        PQstatus(attempt.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (wanted == PGRES_POLLING_READING || wanted == PGRES_POLLING_WRITING) {
        pollfd ready{PQsocket(attempt.get()),
                     static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            until - std::chrono::steady_clock::now());
        if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0) return {};
        wanted = PQconnectPoll(attempt.get());
    }
    const std::string text = PQerrorMessage(attempt.get());
    std::smatch code;
    const bool found = std::regex_search(text, code, std::regex("FATAL: +([0-9A-Z]{5})"));
    return found ? code[1].str() : std::string();
}

class PostgresqlEngine final : public Engine {
public:
    PostgresqlEngine(const std::string& url, Access access) : url_(url), access_(access) {
        const std::string connection = connection_string(url);
        const auto until = std::chrono::steady_clock::now() + longest_attempt;
        try {
            session.open(soci::postgresql, connection);
        } catch (const soci::soci_error& error) {
            std::string text = first_line(error.get_error_message());
            // What stands before it is the value, which of a URL that is cut wrongly may be a
            // password.
            const auto option = text.find("connection option \"");
            if (option != std::string::npos) text = "a wrong value for " + text.substr(option);
            // Said by libpq itself, when no host takes writes.
            const bool read_only = text.find("session is read-only") != std::string::npos ||
                                   text.find("server is in hot standby") != std::string::npos;
            // Said by libpq as well, when the file with it has gone.
            const bool no_password = text.find("no password supplied") != std::string::npos;
            throw StorageFailure(read_only     ? Trouble::read_only
                                 : no_password ? Trouble::signed_out
                                               : trouble_of(state_of_failure(connection, until)),
                                 "cannot open the database: " + text);
        }
        connection_ = static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
        // Without DETAIL, which shows rows.
        PQsetErrorVerbosity(connection_, PQERRORS_TERSE);
        PQsetNoticeReceiver(
            connection_,
            [](void* self, const PGresult* notice) {
                const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
                if (severity != nullptr && std::string_view(severity) == "WARNING") {
                    static_cast<PostgresqlEngine*>(self)->warned_ = true;
                }
            },
            this);
        settle();
    }

    void execute(const std::string& sql) override { run(sql); }

    void need_room() override {
        run("create table room_needed (x bigint); insert into room_needed values (1)");
    }

    void control(std::string_view sql) override {
        const bool commits = sql == "commit";
        warned_ = false;
        const Result result(PQexec(connection_, std::string(sql).c_str()), PQclear);
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            if (commits && !is_rolled_back(result.get())) {
                broken_ = true;
                throw OutcomeUnknown("the session was lost while it committed: " +
                                     first_line(PQerrorMessage(connection_)));
            }
            raise_result(result.get());
        }
        if (!commits) return;
        // A commit that a statement's failure had poisoned "succeeds" by rolling back.
        if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
            throw Error("a failed transaction was committed, and so rolled back");
        }
        // Cancelled while it waited for a standby: it may be gone after a failover.
        if (warned_) throw OutcomeUnknown("the server warned while it committed");
    }

    bool in_transaction() const override {
        const auto status = PQtransactionStatus(connection_);
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
    }

    std::string_view begin_read() const override {
        return "begin isolation level repeatable read read only";
    }
    std::string_view begin_write() const override { return "begin isolation level serializable"; }
    std::string begin_migration() const override {
        // One program after another, of all that start at once; the number is "KLDB".
        return "begin; select pg_advisory_xact_lock(1263289410)";
    }

    // Texts compare by their bytes, as SQLite's do: the keys for sorting are our own.
    std::string dialect(std::string_view ddl) const override {
        std::string text =
            std::regex_replace(std::string(ddl), std::regex("@ID@"),
                               "bigint generated by default as identity primary key");
        text = std::regex_replace(text, std::regex("(\\n +\\w+|add column \\w+) text\\b"),
                                  "$1 text collate \"C\"");
        return std::regex_replace(
            text, std::regex("@IMMUTABLE (\\w+)@"),
            "create function $1_immutable() returns trigger language plpgsql as $$$$begin"
            " raise exception 'rows of $1 are never %',"
            " case tg_op when 'UPDATE' then 'changed' else 'deleted' end; end$$$$;\n"
            "create trigger $1_no_change before update or delete on $1"
            " for each row execute function $1_immutable();\n"
            "create trigger $1_no_truncate before truncate on $1"
            " for each statement execute function $1_immutable();");
    }

    Named schema() override { return named(schema_query("current_schema()")); }

    // Made in a schema of its own, in a transaction that is rolled back.
    Named schema_of(const std::vector<std::string>& scripts) override {
        PostgresqlEngine fresh(url_, Access::read_write);
        fresh.execute("begin; create schema kl_fresh; set local search_path = kl_fresh");
        for (const std::string& script : scripts) fresh.execute(script);
        Named made = fresh.schema();
        fresh.execute("rollback");
        return made;
    }

    bool has_table(std::string_view name) override {
        return !named(
                    "select tablename, '' from pg_tables where schemaname = current_schema()"
                    " and tablename = " +
                    literal(name))
                    .empty();
    }

    std::vector<std::string> faults() override {
        std::vector<std::string> found;
        for (const auto& [what, which] : named(R"(
            select 'index that is not valid', indexrelid::regclass::text from pg_index i
            join pg_class c on c.oid = i.indexrelid
            where c.relnamespace = current_schema()::regnamespace and not i.indisvalid
            union all
            select 'constraint that was not checked', conname::text from pg_constraint
            where connamespace = current_schema()::regnamespace and not convalidated
            union all
            select 'trigger that is switched off', tgname::text from pg_trigger t
            join pg_class c on c.oid = t.tgrelid
            where c.relnamespace = current_schema()::regnamespace and t.tgenabled = 'D')")) {
            found.push_back(what + ": " + which);
        }
        // Whoever may switch references off can have left rows that name none.
        for (const auto& [table, sql] : named(R"(
            select r.conrelid::regclass::text, format(
                'select count(*)::text, '''' from %s a where a.%I is not null and not exists'
                ' (select 1 from %s b where b.%I = a.%I) having count(*) > 0',
                r.conrelid::regclass, child.attname, r.confrelid::regclass, parent.attname,
                child.attname)
            from pg_constraint r
            join pg_attribute child on child.attrelid = r.conrelid and child.attnum = r.conkey[1]
            join pg_attribute parent
                on parent.attrelid = r.confrelid and parent.attnum = r.confkey[1]
            where r.contype = 'f' and r.connamespace = current_schema()::regnamespace
            order by r.conname)")) {
            for (const auto& [rows, none] : named(sql)) {
                found.push_back("foreign key: " + rows + " rows of " + table +
                                " name a row that is not there");
            }
        }
        return found;
    }

    // References, then indexes that stand for themselves and for no constraint.
    std::vector<Removable> removables() override {
        std::vector<Removable> found;
        for (const auto& [remove, make] : named(R"(
            select format('alter table %s drop constraint %I', conrelid::regclass, conname),
                format('alter table %s add constraint %I %s', conrelid::regclass, conname,
                    pg_get_constraintdef(oid))
            from pg_constraint
            where contype = 'f' and connamespace = current_schema()::regnamespace
            union all
            select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
            from pg_index i join pg_class c on c.oid = i.indexrelid
            where c.relnamespace = current_schema()::regnamespace and not exists
                (select 1 from pg_constraint n where n.conindid = i.indexrelid
                    and n.contype <> 'f')
            order by 1)")) {
            found.push_back({remove, make});
        }
        return found;
    }

    void keep_others_from_writing(const std::vector<std::string>& tables) override {
        for (const std::string& table : tables) run("lock table " + table + " in share mode");
    }
    void go_on_after_last_id(const std::string& table) override {
        run("select setval(pg_get_serial_sequence('" + table +
            "', 'id'), coalesce(max(id), 0) + 1, false) from " + table);
    }

    bool lost() const override { return broken_ || PQstatus(connection_) != CONNECTION_OK; }
    // Its log is the server's own.

    std::unique_ptr<Engine> again() const override {
        return std::make_unique<PostgresqlEngine>(url_, access_);
    }

    std::string_view returning_id() const override { return " returning id"; }
    std::int64_t last_id() const override { return 0; }

    void reset(soci::statement& statement) override {
        static_cast<soci::postgresql_statement_backend*>(statement.get_backend())->result_.reset();
    }

    [[noreturn]] void raise(const soci::soci_error& error) override {
        const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
        const std::string text = first_line(error.get_error_message());
        if (known == nullptr) throw Error(text);
        raise_state(known->sqlstate(), text);
    }

private:
    static std::string first_line(const std::string& text) {
        std::string line = text;
        for (char& c : line) {
            if (c == '\n') c = ' ';
        }
        while (line.ends_with(' ')) line.pop_back();
        return line;
    }

    // Whether the server itself said that nothing of it is stored.
    bool is_rolled_back(const PGresult* result) const {
        const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
        return severity != nullptr && std::string_view(severity) == "ERROR" &&
               PQstatus(connection_) == CONNECTION_OK;
    }

    [[noreturn]] void raise_result(const PGresult* result) const {
        const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const char* text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        raise_state(state == nullptr ? std::string() : state,
                    text == nullptr ? first_line(PQerrorMessage(connection_)) : first_line(text));
    }

    [[noreturn]] void raise_state(const std::string& state, const std::string& text) const {
        using Violation = ConstraintViolation::Kind;
        // Of two transactions that cannot both have been, or that wait for each other.
        if (state == "40001" || state == "40P01" || state == "55P03") throw TryAgain(text);
        if (state == "23505") throw ConstraintViolation(Violation::unique, text);
        if (state == "23503") throw ConstraintViolation(Violation::foreign_key, text);
        if (state == "23514") throw ConstraintViolation(Violation::check, text);
        if (state == "23502") throw ConstraintViolation(Violation::not_null, text);
        if (state.starts_with("23")) throw ConstraintViolation(Violation::other, text);
        if (state == "53200") throw StorageFailure(Trouble::memory, text);
        if (state == "58030") throw StorageFailure(Trouble::io, text);
        if (state == "53100" || state == "25006") throw StorageFailure(trouble_of(state), text);
        // Without a code of the server's it is libpq that speaks, of a session that is broken: its
        // own state may still say that all is well when it was the sending that failed.
        if (state.find_first_not_of(' ') == std::string::npos) broken_ = true;
        if (lost() || state.starts_with("08") || state.starts_with("57P") || state == "25P03" ||
            state == "53300") {
            throw StorageFailure(Trouble::unreachable, text);
        }
        // The messages of these show the value.
        if (state.starts_with("22")) throw Error("a value does not fit (" + state + ")");
        throw Error(text + " (" + state + ")");
    }

    Result run(const std::string& sql) const {
        Result result(PQexec(connection_, sql.c_str()), PQclear);
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) raise_result(result.get());
        return result;
    }

    Named named(const std::string& sql) const {
        const Result result = run(sql);
        Named found;
        for (int row = 0; row < PQntuples(result.get()); ++row) {
            found.emplace_back(PQgetvalue(result.get(), row, 0), PQgetvalue(result.get(), row, 1));
        }
        return found;
    }

    std::string literal(std::string_view text) const {
        char* quoted = PQescapeLiteral(connection_, text.data(), text.size());
        if (quoted == nullptr) throw Error("a name cannot be quoted");
        std::string copy = quoted;
        PQfreemem(quoted);
        return copy;
    }

    std::string shown(const char* setting) const {
        return named(std::string("select current_setting('") + setting + "'), ''").front().first;
    }

    static std::string schema_query(const std::string& of) {
        const std::string ours = of + "::regnamespace";
        return R"(
            select c.relname || '.' || a.attname,
                format_type(a.atttypid, a.atttypmod) ||
                case when a.attnotnull then ' not null' else '' end || ' ' ||
                coalesce((select collname from pg_collation l where l.oid = a.attcollation), '') ||
                a.attidentity::text || ' ' || coalesce((select pg_get_expr(d.adbin, d.adrelid)
                    from pg_attrdef d where d.adrelid = c.oid and d.adnum = a.attnum), '')
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = )" +
               ours + R"( and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                and not exists (select 1 from pg_depend d
                -- What an extension brought is the administrator's.
                where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
            union all
            select r.conrelid::regclass::text || ' ' || r.conname, pg_get_constraintdef(r.oid)
            from pg_constraint r where r.connamespace = )" +
               ours + R"( and r.conrelid <> 0
            union all
            select c.relname::text, replace(pg_get_indexdef(i.indexrelid),
                ' ON ' || )" +
               of + R"( || '.', ' ON ')
            from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = )" +
               ours + R"(
            union all
            select t.tgname::text, replace(pg_get_triggerdef(t.oid), )" +
               of + R"( || '.', '')
            from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where c.relnamespace = )" +
               ours + R"( and not t.tgisinternal
            union all
            select p.proname || '()', p.prosrc from pg_proc p where p.pronamespace = )" +
               ours + R"( and not exists (select 1 from pg_depend d
                where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
            order by 1)";
    }

    void settle() {
        // A partitioned program must not hold the others up, nor they it for long.
        run("set lock_timeout = '5s'; set idle_in_transaction_session_timeout = '30s';"
            "set statement_timeout = 0; set timezone = 'UTC'; set standard_conforming_strings = "
            "on");
        // Every list is served by an index; and to SERIALIZABLE a sequential scan has read the
        // whole table, which conflicts with every other writer. (Compiling a query costs more than
        // any of ours; the planner would do so for a scan that it holds to be forbidden.)
        run("set enable_seqscan = off; set jit = off");
        if (access_ == Access::read_only) run("set default_transaction_read_only = on");
        const std::string commit = shown("synchronous_commit");
        if (commit != "on" && commit != "remote_apply") run("set synchronous_commit = on");
        const std::string now = shown("synchronous_commit");
        if (now != "on" && now != "remote_apply") {
            throw Error("database setting synchronous_commit is " + now + ", it must be on");
        }
        if (shown("server_encoding") != "UTF8")
            throw Error("the database must be of encoding UTF8");
    }

    std::string url_;
    Access access_;
    PGconn* connection_ = nullptr;
    bool warned_ = false;
    mutable bool broken_ = false;
};

}  // namespace

std::unique_ptr<Engine> open_postgresql(const std::string& url, Access access) {
    return std::make_unique<PostgresqlEngine>(url, access);
}

}  // namespace db::detail
