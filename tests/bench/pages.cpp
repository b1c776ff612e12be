#include "bench/pages.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "bench/generated.hpp"
#include "bench/job.hpp"
#include "bench/scan_cycle.hpp"
#include "db/query.hpp"
#include "depot/weekly_list.hpp"
#include "pages/routes.hpp"

namespace bench {
namespace {

constexpr std::size_t aids = 100'000;
constexpr std::size_t loans = 50'000;
constexpr int requests = 9;
constexpr std::size_t slowest = 5;

constexpr Aim aim{Bound::at_most, 20};  // milliseconds

using Examples = std::map<std::string, std::string, std::less<>>;

// One of each thing that a path names, by the part of the path before it: with much behind it.
Examples examples_of(const std::filesystem::path& file) {
    auto connection = db::open_read_only(db::Location(file));
    db::ReadTx tx(connection);
    const auto number = [&](std::string_view sql) {
        return std::to_string(db::Query(tx, sql).one<std::int64_t>().value());
    };
    Examples examples;
    examples["lan"] = number("select max(id) from loan where ended_at is null");
    examples["lanere"] = examples["person"] = number(
        "select borrower_id from loan group by borrower_id order by count(*) desc, 1 limit 1");
    examples["produkter"] =
        number("select product_id from item group by product_id order by count(*) desc, 1 limit 1");
    examples["hjelpemidler"] = db::Query(tx,
                                         "select i.code from item i join loan_line l on"
                                         " l.item_id = i.id where l.ended_at is null limit 1")
                                   .one<std::string>()
                                   .value();
    examples["depoter"] = "SMS";
    examples["forfalt"] = domain::to_text(::depot::list_week(now()));
    return examples;
}

// The path with its example; none where there is none.
std::string path_of(std::string_view pattern, const Examples& examples) {
    std::string path(pattern);
    const auto open = path.find('{');
    if (open == std::string::npos) return path;
    const auto begin = path.rfind('/', open - 2) + 1;
    const auto example = examples.find(path.substr(begin, open - 1 - begin));
    if (example == examples.end()) return {};
    path.replace(open, path.find('}') + 1 - open, example->second);
    return path.find('{') == std::string::npos ? path : std::string();
}

struct Page {
    std::string path;
    std::string query;
};

std::vector<Page> pages_of(const Examples& examples) {
    std::vector<Page> pages;
    for (const routing::Route& route : pages::routes_with_api()) {
        const bool shown = route.method == routing::Method::get && route.media == "text/html";
        // A step that is reloaded leads back to the first one.
        const bool leads_away = route.path.ends_with("/vis");
        if (!shown || leads_away || !route.roles.has(domain::Role::lager)) continue;
        std::string path = path_of(route.path, examples);
        if (!path.empty()) pages.push_back({std::move(path), {}});
    }
    const std::string& product = examples.at("produkter");
    const std::string& person = examples.at("lanere");
    pages.push_back({"/hjelpemidler", "state=ready&depot=SMS"});
    pages.push_back({"/lan", "state=overdue&depot=SMS"});
    pages.push_back({"/lan", "state=due_soon"});
    pages.push_back({"/ledig", "produkt=" + product});
    pages.push_back({"/bestill", "produkt=" + product + "&laner=" + person});
    pages.push_back({"/skranke", "laner=" + person});
    return pages;
}

}  // namespace

Report measure_pages(const Options& options, const std::filesystem::path& folder,
                     const std::filesystem::path& like) {
    const auto file = kept_generated(options.dir, {aids, loans}, like);
    GeneratedDepot generated(file, folder / "pages.db");
    const PreparedDepot& depot = generated.depot();
    write_to(depot.file, [](db::WriteTx& tx) {
        const auto list = ::depot::list_to_keep(tx, now());
        ::depot::keep_some(tx, list.value(), 0, list->lines.size(), now());
    });
    RunningDepot running(depot.file);
    std::vector<std::pair<double, std::string>> times;
    for (const Page& page : pages_of(examples_of(depot.file))) {
        std::vector<double> asked;
        for (int i = 0; i < requests; ++i) {
            asked.push_back(
                ask(running, depot, routing::Method::get, page.path, page.query, "", 200));
        }
        times.emplace_back(median(asked), page.path + (page.query.empty() ? "" : "?" + page.query));
    }
    std::sort(times.rbegin(), times.rend());
    Report report;
    for (std::size_t i = 0; i < std::min(slowest, times.size()); ++i) {
        report.values.push_back(
            {fmt::format("page_{}", i + 1),
             fmt::format("{}, {} aids, {} loans", times[i].second, grouped(aids), grouped(loans)),
             times[i].first, "ms", aim});
    }
    report.values.push_back(
        {"pages", "pages looked at", static_cast<double>(times.size()), "", {}});
    return report;
}

}  // namespace bench
