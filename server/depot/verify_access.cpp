#include "depot/verify_access.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "db/access_chain.hpp"
#include "db/heads_file.hpp"

namespace depot {
namespace {

constexpr std::int64_t rows_together = 5000;
constexpr std::size_t most_faults = 100;
// A server seals within five seconds and writes a head every ten minutes.
constexpr std::chrono::minutes longest_unsealed(1);
constexpr std::chrono::minutes longest_without_head(30);

// By seq: the hash that the chain must have there, and who says so.
struct Wanted {
    std::string hash;
    std::string said;
};
using WantedBySeq = std::map<std::int64_t, std::vector<Wanted>>;

class Check {
public:
    Check(db::ReadTx& tx, const db::Keys* keys, domain::Instant now)
        : tx_(tx), keys_(keys), now_(now) {}

    AccessReport run(const std::vector<HeadLines>& heads) {
        origin_ = db::access::origin(tx_).value_or("");
        for (const HeadLines& file : heads) take_heads(file);
        compare({0, origin_});
        walk();
        check_end();
        check_rest();
        return std::move(report_.report);
    }

private:
    struct Progress {
        AccessReport report;
        std::int64_t sealed_to = 0;
        // Of the first row that no head covers.
        std::optional<std::int64_t> uncovered_since;
    };

    void fault(std::string sentence) {
        auto& faults = report_.report.faults;
        if (faults.size() < most_faults) faults.push_back(std::move(sentence));
    }

    void take_heads(const HeadLines& file) {
        if (keys_ == nullptr) return;
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const std::string where = file.name + " line " + std::to_string(i + 1);
            const auto read = db::access::read_head(file.lines[i], *keys_);
            if (!read) {
                fault(where + ": is no head");
                continue;
            }
            if (!read->genuine) {
                fault(where + ": its signature is not genuine");
                continue;
            }
            // The keys are this database's alone, and its log begins once.
            if (read->origin != origin_) {
                fault(where + ": is of another beginning of the log: all of it was made anew");
                continue;
            }
            ++report_.report.heads;
            covered_to_ = std::max(covered_to_, read->head.seq);
            wanted_[read->head.seq].push_back(
                {read->head.hash, "the head of " + domain::to_text(read->at)});
        }
    }

    // With what the heads say of that place.
    void compare(const db::access::Head& chain) {
        const auto found = wanted_.find(chain.seq);
        if (found == wanted_.end()) return;
        for (const Wanted& wanted : found->second) {
            if (wanted.hash == chain.hash) continue;
            fault("access log: at " + std::to_string(chain.seq) + " it is not what " + wanted.said +
                  " says: it was made anew");
            break;
        }
        wanted_.erase(found);
    }

    void walk() {
        const db::access::Head last = db::access::head(tx_);
        std::string previous = origin_;
        std::int64_t expected = 1;
        for (std::int64_t after = 0; after < last.seq; after += rows_together) {
            for (const auto& sealed : db::access::sealed(tx_, after, after + rows_together)) {
                if (sealed.seq != expected) {
                    fault("access log: the seals from " + std::to_string(expected) + " to " +
                          std::to_string(sealed.seq - 1) + " are missing");
                }
                check(sealed, sealed.seq == expected ? previous : std::string());
                // As stored, so that what is wrong is said once.
                previous = sealed.hash;
                expected = sealed.seq + 1;
                compare({sealed.seq, sealed.hash});
            }
        }
        report_.sealed_to = last.seq;
    }

    // The seal before is unknown: its hash is empty.
    void check(const db::access::Sealed& sealed, const std::string& previous) {
        const std::string number = std::to_string(sealed.seq);
        if (!sealed.row) {
            fault("access log: the row under seal " + number + " is missing");
            return;
        }
        ++report_.report.sealed;
        if (sealed.seq > covered_to_ && !report_.uncovered_since) {
            report_.uncovered_since = sealed.row->at;
        }
        if (previous.empty()) return;
        if (db::access::hash_of(previous, sealed.seq, *sealed.row) != sealed.hash) {
            fault("access log: row " + std::to_string(sealed.row->id) +
                  " is not as it was sealed, or seal " + number + " is not as it was written");
        }
    }

    void check_end() {
        if (report_.report.heads == 0 && report_.sealed_to > 0) {
            fault(
                "access log: there is no genuine head, so that nobody can tell whether its end was"
                " cut off or all of it was made anew");
        }
        if (wanted_.empty() || wanted_.rbegin()->first <= report_.sealed_to) return;
        const auto& [seq, wanted] = *wanted_.rbegin();
        fault("access log: ends at " + std::to_string(report_.sealed_to) + ", but " +
              wanted.front().said + " was at " + std::to_string(seq) + ": its end was cut off");
    }

    void check_rest() {
        constexpr std::int64_t most = most_faults;
        for (const std::int64_t id : db::access::added(tx_, report_.report.sealed, most)) {
            fault("access log: row " + std::to_string(id) + " was added beside the program");
        }
        for (const std::int64_t id : db::access::sealed_twice(tx_, most)) {
            fault("access log: row " + std::to_string(id) + " is to be sealed a second time");
        }
        const auto tail = db::access::tail(tx_);
        report_.report.waiting = tail.rows;
        if (tail.since && now_ - *tail.since > longest_unsealed) {
            fault("access log: " + std::to_string(tail.rows) +
                  " rows are not sealed, the oldest of " + domain::to_text(*tail.since));
        }
        if (report_.uncovered_since) {
            const domain::Instant since{std::chrono::milliseconds(*report_.uncovered_since)};
            if (now_ - since > longest_without_head) {
                fault("access log: no head covers what was sealed since " + domain::to_text(since) +
                      ": heads are missing");
            }
        }
    }

    db::ReadTx& tx_;
    const db::Keys* keys_;
    domain::Instant now_;
    std::string origin_;
    Progress report_;
    WantedBySeq wanted_;
    std::int64_t covered_to_ = 0;
};

}  // namespace

AccessReport verify_access(db::ReadTx& tx, const db::Keys* keys,
                           const std::vector<HeadLines>& heads, domain::Instant now) {
    return Check(tx, keys, now).run(heads);
}

}  // namespace depot
