// The two engines have the same tables, columns, keys, constraints and indexes: read from SQLite's
// own description and from PostgreSQL's catalogue, each with its own queries.

#include <catch2/catch.hpp>

#include <regex>
#include <set>

#include "db/connection.hpp"
#include "db/migrations.hpp"
#include "support/temp_database.hpp"

using support::TempDatabase;

namespace {

using Facts = std::set<std::string>;

std::string plain(std::string text) {
    text = std::regex_replace(text, std::regex("[()\\n]|::text|::bigint"), " ");
    text = std::regex_replace(text, std::regex(" +"), " ");
    // A list is an array on the server.
    text = std::regex_replace(text, std::regex("<> ALL ARRAY\\[([^\\]]*)\\]"), "not in $1");
    text = std::regex_replace(text, std::regex("= ANY ARRAY\\[([^\\]]*)\\]"), "in $1");
    text = std::regex_replace(text, std::regex(" ,"), ",");
    text = std::regex_replace(text, std::regex(" +"), " ");
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    }
    const auto begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? ""
                                      : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

void add(Facts& facts, const TempDatabase& database, const char* what, const char* sql) {
    for (const auto& row : database.rows(sql)) {
        std::string fact = what;
        for (const auto& column : row) fact += " | " + plain(column);
        facts.insert(fact);
    }
}

Facts of_sqlite(const TempDatabase& file) {
    Facts facts;
    const char* const tables =
        "(select name, sql from sqlite_master where type = 'table' and name not like 'sqlite%')";
    const auto in_tables = [&](const std::string& text) {
        return std::regex_replace(text, std::regex("@tables"), tables);
    };
    add(facts, file, "column",
        in_tables(R"(
        select t.name, c.name, case when lower(c.type) = 'integer' then 'bigint' else c.type end,
            c."notnull" or c.pk > 0, coalesce(c.dflt_value, '-')
        from @tables t, pragma_table_info(t.name) c)")
            .c_str());
    add(facts, file, "key",
        in_tables(R"(
        select name, group_concat(c, ' ') from (select t.name as name, c.name as c
            from @tables t, pragma_table_info(t.name) c where c.pk > 0 order by t.name, c.pk)
        group by name)")
            .c_str());
    add(facts, file, "reference",
        in_tables(R"(
        select t.name, f."from", f."table", f."to"
        from @tables t, pragma_foreign_key_list(t.name) f)")
            .c_str());
    // Unique ones that stand in a table's own words have no name that we gave.
    add(facts, file, "index",
        in_tables(R"(
        select n, case when origin = 'c' then i else '' end, u, group_concat(c, ' '), p from (
            select t.name as n, i.name as i, i.origin as origin, i."unique" as u,
                coalesce(x.name, 'expression') as c,
                case when i.partial then (select substr(m.sql, instr(m.sql, ' where ') + 7)
                    from sqlite_master m where m.name = i.name) else '' end as p
            from @tables t, pragma_index_list(t.name) i, pragma_index_info(i.name) x
            where i.origin <> 'pk' order by i.name, x.seqno)
        group by n, i, origin, u, p)")
            .c_str());
    add(facts, file, "checks",
        in_tables(R"(
        select t.name, (length(t.sql) - length(replace(t.sql, ' check (', ''))) / 8
        from @tables t where t.sql like '% check (%')")
            .c_str());
    add(facts, file, "unchanging",
        "select tbl_name from sqlite_master where type = 'trigger' group by tbl_name");
    return facts;
}

Facts of_server(const TempDatabase& server) {
    Facts facts;
    add(facts, server, "column", R"(
        select table_name, column_name, data_type, case is_nullable when 'NO' then 1 else 0 end,
            coalesce(column_default, '-')
        from information_schema.columns where table_schema = current_schema())");
    add(facts, server, "key", R"(
        select r.conrelid::regclass, (select string_agg(a.attname, ' ' order by k.place)
            from unnest(r.conkey) with ordinality k (number, place)
            join pg_attribute a on a.attrelid = r.conrelid and a.attnum = k.number)
        from pg_constraint r where r.contype = 'p'
            and r.connamespace = current_schema()::regnamespace)");
    add(facts, server, "reference", R"(
        select r.conrelid::regclass, a.attname, r.confrelid::regclass, b.attname
        from pg_constraint r
        join pg_attribute a on a.attrelid = r.conrelid and a.attnum = r.conkey[1]
        join pg_attribute b on b.attrelid = r.confrelid and b.attnum = r.confkey[1]
        where r.contype = 'f' and r.connamespace = current_schema()::regnamespace)");
    add(facts, server, "index", R"(
        select i.indrelid::regclass, case when exists (select 1 from pg_constraint n
                where n.conindid = i.indexrelid and n.contype = 'u') then ''
                else i.indexrelid::regclass::text end,
            case when i.indisunique then 1 else 0 end,
            (select string_agg(coalesce(a.attname, 'expression'), ' ' order by k.place)
            from unnest(i.indkey) with ordinality k (number, place)
            left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number),
            coalesce(pg_get_expr(i.indpred, i.indrelid), '')
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = current_schema()::regnamespace and not i.indisprimary)");
    add(facts, server, "checks", R"(
        select r.conrelid::regclass, count(*) from pg_constraint r where r.contype = 'c'
            and r.connamespace = current_schema()::regnamespace group by r.conrelid)");
    add(facts, server, "unchanging", R"(
        select distinct t.tgrelid::regclass from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where not t.tgisinternal and c.relnamespace = current_schema()::regnamespace)");
    return facts;
}

Facts without(const Facts& all, const Facts& others) {
    Facts left;
    for (const auto& fact : all) {
        if (!others.contains(fact)) left.insert(fact);
    }
    return left;
}

}  // namespace

TEST_CASE("both engines have the same tables, columns, constraints and indexes", "[.server]") {
    const TempDatabase server;
    const TempDatabase file(TempDatabase::Holding::nothing, false);
    {
        auto connection = db::Connection::open(file.location(), db::Access::read_write);
        db::migrate(connection);
    }
    const Facts on_file = of_sqlite(file);
    const Facts on_server = of_server(server);
    CHECK(on_file.size() > 500);
    CHECK(without(on_file, on_server) == Facts{});
    CHECK(without(on_server, on_file) == Facts{});

    // What differs is seen.
    server.execute(
        "drop index item_by_owner; alter table item alter column shelf set not null;"
        "alter table loan drop constraint loan_depot_id_fkey");
    CHECK(without(on_file, of_server(server)).size() == 3);
}
