#include "db/settings_store.hpp"

#include <charconv>
#include <limits>

#include "db/error.hpp"
#include "db/query.hpp"

namespace db::settings {
namespace {

constexpr std::string_view reminder_steps = "reminder_steps";

int to_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw Error("a setting holds something else than numbers");
    }
    return number;
}

// "-14 -3 1 14 28"
std::string to_text(const std::array<int, 5>& steps) {
    std::string text;
    for (const int step : steps) text += (text.empty() ? "" : " ") + std::to_string(step);
    return text;
}

std::array<int, 5> to_steps(std::string_view text) {
    std::array<int, 5> steps{};
    for (int& step : steps) {
        const auto end = std::min(text.find(' '), text.size());
        step = to_number(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return steps;
}

void set(domain::DepotSettings& settings, std::string_view name, std::string_view value) {
    if (name == reminder_steps) settings.reminder_steps = to_steps(value);
    for (const domain::SettingField& field : domain::setting_fields()) {
        if (field.name == name) settings.*field.member = to_number(value);
    }
}

void store_one(WriteTx& tx, std::string_view name, const std::string& value, domain::ActorId by,
               domain::Instant at) {
    const auto old =
        Query(tx, "select value from setting where name = :name").with(name).one<std::string>();
    Query(tx, R"(
        insert into setting_change (name, old_value, value, actor_id, changed_at)
        values (:name, :old_value, :value, :actor_id, :changed_at))")
        .with(name, old, value, by, at)
        .run();
    Query(tx,
          "insert into setting (name, value) values (:name, :value)"
          " on conflict (name) do update set value = excluded.value")
        .with(name, value)
        .run();
}

}  // namespace

domain::DepotSettings load(ReadTx& tx) {
    domain::DepotSettings settings;
    const auto rows = Query(tx, "select name, value from setting")
                          .all<std::string, std::string>([](std::string name, std::string value) {
                              return std::pair(std::move(name), std::move(value));
                          });
    for (const auto& [name, value] : rows) set(settings, name, value);
    return settings;
}

void store(WriteTx& tx, const domain::DepotSettings& wanted, domain::ActorId by,
           domain::Instant at) {
    const domain::DepotSettings before = load(tx);
    for (const domain::SettingField& field : domain::setting_fields()) {
        if (wanted.*field.member == before.*field.member) continue;
        store_one(tx, field.name, std::to_string(wanted.*field.member), by, at);
    }
    if (wanted.reminder_steps != before.reminder_steps) {
        store_one(tx, reminder_steps, to_text(wanted.reminder_steps), by, at);
    }
}

std::int64_t version(ReadTx& tx) {
    return Query(tx, "select coalesce(max(id), 0) from setting_change")
               .one<std::int64_t>()
               .value_or(0) +
           1;
}

std::vector<Change> history(ReadTx& tx, std::int64_t before, std::int64_t limit) {
    return Query(tx, R"(
        select c.id, c.name, c.old_value, c.value, a.name, c.changed_at
        from setting_change c join actor a on a.id = c.actor_id
        where c.id < :before order by c.id desc limit :limit)")
        .with(before == 0 ? std::numeric_limits<std::int64_t>::max() : before, limit)
        .all<std::int64_t, std::string, std::optional<std::string>, std::string, std::string,
             domain::Instant>([](std::int64_t id, std::string name,
                                 std::optional<std::string> old_value, std::string value,
                                 std::string by, domain::Instant at) {
            return Change{
                id, std::move(name), std::move(old_value), std::move(value), std::move(by), at};
        });
}

}  // namespace db::settings
