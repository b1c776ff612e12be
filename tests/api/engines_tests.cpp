// The same seeded work of ten thousand requests on both engines: the answers are the same, and so
// is what is stored. Ids may differ, since a server does not give a number twice that a refused
// request has had: they are held against each other one to one.

#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "db/tables.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TempDatabase;
using support::TestApp;

namespace {

constexpr int requests = 10'000;

// Which value of the one engine stands for which of the other, by kind ("item", "loan").
class Twins {
public:
    bool same(const std::string& kind, const std::string& one, const std::string& other) {
        const auto there = forward_.emplace(std::pair(kind, one), other).first;
        const auto back = backward_.emplace(std::pair(kind, other), one).first;
        return there->second == other && back->second == one;
    }
    // Texts, JSON and paths: the same but for numbers that are ids, each in its own place.
    bool same_text(const std::string& where, const std::string& one, const std::string& other) {
        const bool json = one.starts_with('{');
        if (!json && !one.starts_with("/api/")) return one == other;
        std::string place = where;
        std::string key;
        std::string before_key;
        std::vector<std::string> lists{""};
        std::size_t a = 0;
        std::size_t b = 0;
        while (a < one.size() && b < other.size()) {
            const auto a_end = number_end(one, a);
            const auto b_end = number_end(other, b);
            if (a_end == a || b_end == b) {
                if (one[a] != other[b]) return false;
                // Every name and text before it is the number's place.
                if (json && one[a] == '"') {
                    const auto quote = one.find('"', a + 1);
                    const auto other_quote = other.find('"', b + 1);
                    if (quote == std::string::npos || other_quote == std::string::npos)
                        return false;
                    const std::string left = one.substr(a, quote - a);
                    const std::string right = other.substr(b, other_quote - b);
                    // The fields of an event are texts, also those that are ids.
                    const bool field = key == "\"value" && is_number(left) && is_number(right);
                    // A cursor is opaque and may hold an id.
                    const bool cursor = key == "\"next" && left.size() > 1 && right.size() > 1;
                    if (left != right && !cursor &&
                        !(field && same("field " + before_key, left, right))) {
                        return false;
                    }
                    before_key = key;
                    key = left;
                    b = other_quote;
                    a = quote;
                }
                if (!json) place += one[a];
                if (json && one[a] == '[') lists.push_back(key);
                if (json && one[a] == ']' && lists.size() > 1) lists.pop_back();
                ++a;
                ++b;
                continue;
            }
            const std::string left = one.substr(a, a_end - a);
            const std::string right = other.substr(b, b_end - b);
            const bool id = !json || key == "\"id" || key == "\"loan" || key == "\"line" ||
                            key == "\"loan_line" || key == "\"pickup" || key == "\"from_loan" ||
                            key.ends_with("_id");
            if (left != right && !(id && same(place + lists.back() + key, left, right)))
                return false;
            a = a_end;
            b = b_end;
        }
        return a == one.size() && b == other.size();
    }
    // The text of the one engine, in the words of the other: every code replaced.
    std::string translated(std::string text) const {
        for (const auto& [code, other] : codes_) {
            for (auto at = text.find(code); at != std::string::npos;
                 at = text.find(code, at + code.size())) {
                text.replace(at, code.size(), other);
            }
        }
        return text;
    }
    void learn_code(const std::string& one, const std::string& other) {
        codes_.emplace_back(one, other);
        codes_.emplace_back(printed(one), printed(other));
    }

    // Behind a quotation mark or not.
    static bool is_number(const std::string& text) {
        const std::size_t begin = text.starts_with('"') ? 1 : 0;
        return text.size() > begin && number_end(text, begin) == text.size();
    }

private:
    static std::size_t number_end(const std::string& text, std::size_t at) {
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at;
    }
    static std::string printed(const std::string& code) {
        return code.substr(0, 3) + "-" + code.substr(3, 3) + "-" + code.substr(6);
    }
    std::map<std::pair<std::string, std::string>, std::string> forward_;
    std::map<std::pair<std::string, std::string>, std::string> backward_;
    std::vector<std::pair<std::string, std::string>> codes_;
};

// Work whose next step depends on the seed and on earlier answers, asked of both.
class Both {
public:
    explicit Both(unsigned seed) : random_(seed) {}

    TestApp file{db::Writer::Limits{}, db::WriterPool::Rehearse::no, false};
    TestApp server;
    Twins twins;
    int asked = 0;
    std::map<int, int> by_status;

    void ask(const std::string& sender, const std::string& method, const std::string& path,
             const Body& body = {}, const support::Headers& headers = {}) {
        const std::string text = method == "GET" ? "" : body.text();
        first_ = file.call(sender, method, named(path, true), text, headers);
        second_ = server.call(sender, method, twins.translated(named(path, false)),
                              twins.translated(text), translated(headers));
        ++asked;
        ++by_status[first_.status];
        INFO(asked << ": " << method << " " << path << "\n" << text);
        if (path == "/api/v1/items" && first_.status == 201 && second_.status == 201) {
            twins.learn_code(first_.json.text("/code"), second_.json.text("/code"));
        }
        if (path.ends_with("/relabel") && first_.status == 200 && second_.status == 200) {
            twins.learn_code(first_.json.text("/code"), second_.json.text("/code"));
            codes.push_back(first_.json.text("/code"));
        }
        REQUIRE(second_.status == first_.status);
        if (!twins.same_text(path.substr(0, path.find_first_of("?@")),
                             twins.translated(first_.body), second_.body)) {
            REQUIRE(twins.translated(first_.body) == second_.body);
        }
    }
    const Answer& answer() const { return first_; }
    const Answer& other_answer() const { return second_; }
    // What stands in paths for a number that the engines may have given differently.
    std::string name_of(std::int64_t one, std::int64_t other) {
        names_.emplace_back(std::to_string(one), std::to_string(other));
        return "@" + std::to_string(names_.size() - 1) + "@";
    }

    int below(int most) { return std::uniform_int_distribution<int>(0, most - 1)(random_); }
    template <class T>
    const T& any(const std::vector<T>& all) {
        return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    }
    void later(std::chrono::milliseconds time) {
        file.clock.advance(time);
        server.clock.advance(time);
    }

    std::vector<std::string> codes;
    std::vector<std::string> loans;  // paths
    std::vector<std::string> lines;
    std::vector<std::string> scans;

private:
    std::string named(std::string path, bool one) const {
        for (auto at = path.find('@'); at != std::string::npos; at = path.find('@')) {
            const auto end = path.find('@', at + 1);
            const auto& [first, second] = names_.at(std::stoul(path.substr(at + 1, end - at - 1)));
            path.replace(at, end - at + 1, one ? first : second);
        }
        return path;
    }
    std::vector<std::pair<std::string, std::string>> names_;
    support::Headers translated(support::Headers headers) const {
        for (auto& [name, value] : headers) value = twins.translated(value);
        return headers;
    }
    std::mt19937 random_;
    Answer first_;
    Answer second_;
};

void keep_loan(Both& both) {
    const auto& loan = both.answer();
    if (loan.status != 201) return;
    const auto& other = both.other_answer();
    both.loans.push_back("/api/v1/loans/" +
                         both.name_of(loan.json.number("/id"), other.json.number("/id")));
    for (std::size_t i = 0; i < loan.json.size("/lines"); ++i) {
        const std::string id = "/lines/" + std::to_string(i) + "/id";
        both.lines.push_back(both.loans.back() + "/lines/" +
                             both.name_of(loan.json.number(id), other.json.number(id)));
    }
}

void scan(Both& both, const std::string& mode, const Body& more = {}) {
    Body body = both.file.scan(mode, both.any(both.codes), more);
    body.set("device", "desk-" + std::to_string(both.below(3)));
    if (both.below(4) == 0) body.set("depot", "ENGVEIEN");
    both.ask("lager", "POST", "/api/v1/scans", body);
    if (both.answer().status == 200) both.scans.push_back(both.answer().json.text("/scan"));
}

void one_step(Both& both) {
    const std::string item = "/api/v1/items/" + both.any(both.codes);
    const auto reason = Body().set("reason", "Øvelse æ");
    switch (both.below(40)) {
        case 0:
            both.ask("lager", "POST", "/api/v1/items",
                     Body().set("product_id", 1 + both.below(3)).set("depot", "SMS"));
            if (both.answer().status == 201) both.codes.push_back(both.answer().json.text("/code"));
            return;
        case 1:
            return both.ask("lager", "POST", item + "/clean", Body().set("method", "machine"));
        case 2:
        case 3:
            return both.ask("lager", "POST", item + "/inspect", Body().set("ok", true));
        case 4:
            return both.ask("lager", "POST", item + "/inspect", Body().set("ok", false));
        case 5:
            return both.ask("lager", "POST", item + "/repair", Body().set("work", "Ny bremse"));
        case 6:
            return both.ask("lager", "POST", item + "/block", reason);
        case 7:
            return both.ask("leder", "POST", item + "/unblock", reason);
        case 8:
            return both.ask("lager", "POST", item + "/missing", Body());
        case 9:
            return both.ask("lager", "POST", item + "/found", Body());
        case 10:
            if (both.below(4) > 0) return;
            return both.ask("lager", "POST", item + "/scrap", reason);
        case 11:
            if (both.below(4) > 0) return;
            return both.ask("lager", "POST", item + "/relabel", Body());
        case 12:
        case 13:
        case 14: {
            std::vector<std::string> lines;
            for (int i = both.below(3); i >= 0; --i) {
                lines.push_back(Body().set("item", both.any(both.codes)).text());
            }
            both.ask(both.below(2) == 0 ? "lager" : "ergo", "POST", "/api/v1/loans",
                     Body()
                         .set("borrower_id", 1 + both.below(6))
                         .set("depot", both.below(3) == 0 ? "ENGVEIEN" : "SMS")
                         .list("lines", lines));
            return keep_loan(both);
        }
        case 15:
            if (both.loans.empty()) return;
            return both.ask(both.below(2) == 0 ? "ergo" : "leder", "POST",
                            both.any(both.loans) + "/extensions",
                            Body().set("months", 1 + both.below(3)).set("reason", "Opptrening"));
        case 16:
        case 17: {
            if (both.lines.empty()) return;
            static const std::vector<std::string> reasons{"returned", "returned", "lost",
                                                          "scrapped_at_borrower", "permanent"};
            return both.ask("leder", "POST", both.any(both.lines) + "/end",
                            Body().set("reason", both.any(reasons)).set("reference", "NAV-1"));
        }
        case 18:
            both.ask("lager", "POST", "/api/v1/borrowers",
                     Body()
                         .set("kind", both.below(3) == 0 ? "unit" : "person")
                         .set("name", "Åse Øy " + std::to_string(both.below(9))),
                     {{"idempotency-key", "k-" + std::to_string(both.below(50))}});
            return;
        case 19:
            return both.ask("lager", "POST", "/api/v1/products",
                            Body()
                                .set("name", "Krykke")
                                .set("iso", "12030301")
                                .set("hms_nr", "17794" + std::to_string(both.below(9)))
                                .set("tracking", "serial"));
        case 20:
            if (both.scans.empty()) return;
            return both.ask("lager", "POST", "/api/v1/scans/" + both.scans.back() + "/undo",
                            Body());
        case 21:
            return both.later(std::chrono::hours(both.below(60)));
        case 22:
            return both.ask("lager", "POST", "/api/v1/transfers",
                            Body()
                                .set("from", "SMS")
                                .set("to", "ENGVEIEN")
                                .list("items", {support::quoted(both.any(both.codes))}));
        case 23:
            return both.ask("lager", "GET", item);
        case 24:
            return both.ask("lager", "GET", item + "/events?limit=200");
        case 25: {
            static const std::vector<std::string> states{"ready", "to_clean", "to_inspect",
                                                         "blocked", "quarantine"};
            return both.ask("lager", "GET", "/api/v1/items?limit=20&state=" + both.any(states));
        }
        case 26: {
            static const std::vector<std::string> states{"open", "due_soon", "overdue", "ended"};
            return both.ask("ergo", "GET", "/api/v1/loans?limit=20&state=" + both.any(states));
        }
        case 27: {
            static const std::vector<std::string> queues{"wash", "inspection", "repair"};
            return both.ask("lager", "GET",
                            "/api/v1/queues/" + both.any(queues) + "?limit=20&depot=SMS");
        }
        case 28: {
            static const std::vector<std::string> words{"%C3%A5se", "%C3%98y", "a", "%25"};
            return both.ask("ergo", "GET", "/api/v1/borrowers?limit=10&q=" + both.any(words));
        }
        case 29:
            return both.ask("lager", "GET", "/api/v1/products?limit=10&q=rullator");
        case 30:
            return both.ask("lager", "GET", "/api/v1/discrepancies?limit=20");
        case 31: {
            // As a device that was offline would say it.
            const auto then =
                both.file.clock.now().instant - std::chrono::hours(1 + both.below(90));
            return scan(both, both.below(2) == 0 ? "in" : "washed",
                        Body().set("happened_at", domain::to_text(then)));
        }
        case 32:
            return scan(both, "out",
                        Body().set("details", Body().set("borrower", 1 + both.below(6))));
        case 33:
        case 34:
            return scan(both, "in",
                        Body().set("details", Body().set("infectious", both.below(5) == 0)));
        case 35:
            return scan(both, "washed");
        case 36:
            return scan(both, "inspected", Body().set("details", Body().set("ok", true)));
        case 37:
            return scan(both, "move", Body().set("shelf", "B" + std::to_string(both.below(5))));
        case 38:
            return scan(both, "lookup");
        default:
            return both.ask("lager", "GET", "/api/v1/transfers?limit=20");
    }
}

// Which table a column's numbers are ids of; empty: they are no ids.
std::string named_by(const TempDatabase& file, const db::Table& table, const std::string& column) {
    if (table.has_automatic_id && column == "id") return table.name;
    for (const auto& row : file.rows("select \"table\", \"to\" from pragma_foreign_key_list('" +
                                     table.name + "') where \"from\" = '" + column + "'")) {
        if (row[1] == "id" && row[0] != "depot") return row[0];
    }
    return {};
}

}  // namespace

TEST_CASE("ten thousand requests are answered and stored alike by both engines", "[.server]") {
    Both both(20261123);
    for (const char* name : {"Rullator Ærlig", "Dusjkrakk", "Rullestol 5%"}) {
        both.ask("lager", "POST", "/api/v1/products",
                 Body()
                     .set("name", name)
                     .set("iso", "12060602")
                     .set("tracking", "serial")
                     .list("accessories", {"\"kurv\""}));
    }
    for (int i = 0; i < 6; ++i) {
        both.ask("lager", "POST", "/api/v1/borrowers",
                 Body().set("kind", "person").set("name", "Åse Øy " + std::to_string(i)));
    }
    for (int i = 0; i < 25; ++i) {
        both.ask("lager", "POST", "/api/v1/items",
                 Body().set("product_id", 1 + i % 3).set("depot", i % 4 == 0 ? "ENGVEIEN" : "SMS"));
        both.codes.push_back(both.answer().json.text("/code"));
    }
    while (both.asked < requests) one_step(both);
    // It is work, and not a row of refusals.
    CHECK(both.by_status[200] > 4000);
    CHECK(both.by_status[201] > 300);
    CHECK(both.by_status[409] > 500);

    both.file.close();
    both.server.close();
    for (const db::Table& table : db::tables()) {
        INFO(table.name);
        std::string columns;
        std::string key;
        for (const auto& column : table.columns)
            columns += (columns.empty() ? "" : ", ") + column.name;
        for (const auto& column : table.key) key += (key.empty() ? "" : ", ") + column;
        const std::string sql = "select " + columns + " from " + table.name + " order by " + key;
        auto one = both.file.stored().rows(sql);
        auto other = both.server.stored().rows(sql);
        REQUIRE(one.size() == other.size());
        // Codes are drawn by chance, and so is their order.
        if (table.name == "item_old_code") {
            const auto by_code_here = [&](const auto& a, const auto& b) {
                return both.twins.translated(a[0]) < both.twins.translated(b[0]);
            };
            std::sort(one.begin(), one.end(), by_code_here);
            std::sort(other.begin(), other.end());
        }
        for (std::size_t at = 0; at < table.columns.size(); ++at) {
            const std::string& column = table.columns[at].name;
            // A digest of what was asked, codes included.
            if (column == "fingerprint") continue;
            const std::string ids_of = named_by(both.file.stored(), table, column);
            INFO(column);
            std::size_t differ = 0;
            for (std::size_t row = 0; row < one.size(); ++row) {
                const bool field = table.name == "event_field" && column == "value" &&
                                   Twins::is_number(one[row][at]);
                const bool same =
                    field ? both.twins.same("field \"" + one[row][at - 1], "\"" + one[row][at],
                                            "\"" + other[row][at])
                    : ids_of.empty() || one[row][at] == "-"
                        ? both.twins.same_text(column, both.twins.translated(one[row][at]),
                                               other[row][at])
                        : both.twins.same(ids_of, one[row][at], other[row][at]);
                if (!same && ++differ == 1)
                    UNSCOPED_INFO(one[row][at] << " and " << other[row][at]);
            }
            CHECK(differ == 0);
        }
    }
}
