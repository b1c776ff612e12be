#include "db/topics.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace db {
namespace {

struct Followed {
    std::string_view table;
    std::string_view topic;
};

// By table. What is not here nobody follows: what the program keeps for itself, and the access log.
constexpr std::array followed{
    Followed{"app_user", senders_topic},
    Followed{"booking", "bookings"},
    Followed{"borrower", "borrowers"},
    Followed{"borrower_word", "borrowers"},
    Followed{"candidate", "candidates"},
    Followed{"candidate_decision", "candidates"},
    Followed{"contact", "contacts"},
    Followed{"count_finding", "counts"},
    Followed{"count_quantity", "counts"},
    Followed{"count_seen", "counts"},
    Followed{"counted_scan", "scans"},
    Followed{"counted_stock", "stock"},
    Followed{"depot", "depots"},
    Followed{"depot_day", "depots"},
    Followed{"device_token", senders_topic},
    Followed{"discrepancy", "discrepancies"},
    Followed{"event", "items"},
    Followed{"event_field", "items"},
    Followed{"extension", "extensions"},
    Followed{"extension_line", "extensions"},
    Followed{"handout", "handouts"},
    Followed{"hold", "bookings"},
    Followed{"item", "items"},
    Followed{"item_old_code", "items"},
    Followed{"loan", "loans"},
    Followed{"loan_line", "loans"},
    Followed{"loan_place", "loans"},
    Followed{"message", "reminders"},
    Followed{"message_attempt", "reminders"},
    Followed{"missing_accessory", "items"},
    Followed{"note", "items"},
    Followed{"notice", "notices"},
    Followed{"notice_item", "notices"},
    Followed{"part", "parts"},
    Followed{"part_movement", "parts"},
    Followed{"part_stock", "parts"},
    Followed{"photo", "photos"},
    Followed{"photo_file", "photos"},
    Followed{"pickup", "pickups"},
    Followed{"pickup_line", "pickups"},
    Followed{"product", "products"},
    Followed{"product_accessory", "products"},
    Followed{"product_check", "products"},
    Followed{"product_set", "sets"},
    Followed{"product_set_line", "sets"},
    Followed{"reminder", "reminders"},
    Followed{"scan", "scans"},
    Followed{"session", senders_topic},
    Followed{"setting", "settings"},
    Followed{"setting_change", "settings"},
    Followed{"shelf", "depots"},
    Followed{"stock_count", "counts"},
    Followed{"stock_level", "stock"},
    Followed{"stock_movement", "stock"},
    Followed{"terms", "terms"},
    Followed{"training", "loans"},
    Followed{"transfer", "transfers"},
    Followed{"transfer_line", "transfers"},
    Followed{"weekly_line", "overdue"},
    Followed{"weekly_list", "overdue"},
    Followed{"work_order", "work-orders"},
    Followed{"work_order_part", "work-orders"},
};

constexpr std::string_view deletes = "delete from ";

std::string_view without_blanks(std::string_view text) {
    const auto begin = text.find_first_not_of(" \n\t");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

}  // namespace

std::span<const std::string_view> all_topics() {
    static const std::vector<std::string_view> all = [] {
        std::set<std::string_view> topics;
        for (const Followed& one : followed) topics.insert(one.topic);
        topics.erase(senders_topic);
        return std::vector<std::string_view>(topics.begin(), topics.end());
    }();
    return all;
}

std::string_view topic_of(std::string_view sql) {
    sql = without_blanks(sql);
    for (const std::string_view verb :
         {std::string_view("insert into "), deletes, std::string_view("update ")}) {
        if (!sql.starts_with(verb)) continue;
        std::string_view table = without_blanks(sql.substr(verb.size()));
        table = table.substr(0, table.find_first_of(" \n\t("));
        const auto* const found = std::lower_bound(
            followed.begin(), followed.end(), table,
            [](const Followed& one, std::string_view name) { return one.table < name; });
        if (found == followed.end() || found->table != table) return {};
        // Who signs in, or is seen again, takes nothing from anybody.
        if (table == "session" && verb != deletes) return {};
        return found->topic;
    }
    return {};
}

}  // namespace db
