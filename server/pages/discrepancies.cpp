// Contradictions that late scans opened, for a person to look at.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    Parameters parameters = taken(request, {"depot", "cursor"});
    parameters["limit"] = "50";
    const json::object answer = page.ask("/discrepancies", std::move(parameters));
    json::array rows = array_at(answer, "items");
    for (json::value& entry : rows) {
        auto& row = entry.get_object();
        row["why"] = std::string(routing::text(text_at(row, "reason"), request.language));
        const auto* said = object_at(row, "said");
        row["scan_mode"] = said != nullptr ? text_at(*said, "mode") : std::string();
        row["read"] = said != nullptr ? text_at(*said, "code") : std::string();
        const std::string id = json::serialize(row.at("id"));
        row["form"] = nullptr;
        if (page.may_post("/discrepancies/" + id + "/settle")) {
            row["form"] = page.form("/avvik/" + id + "/avklart", "Avklart").quiet().view();
        }
    }
    page.view["rows"] = std::move(rows);
    const auto* next = answer.if_contains("next");
    page.view["next"] = next != nullptr && next->is_string()
                            ? json::value("/avvik?cursor=" + encoded(next->get_string()) +
                                          "&depot=" + encoded(parameter(request, "depot")))
                            : json::value(nullptr);
    add_filters(page, Form(request).choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                                           parameter(request, "depot")));
    return page.show("discrepancies", "Avvik");
}
constexpr Submission settle{Method::post, "/discrepancies/{0}/settle", "/avvik?done=settled", show};

constexpr Roles settlers{Role::lager, Role::leder};

const routing::Route rows[] = {
    page_row("/avvik", settlers, "Discrepancies", show, "depot cursor done"),
    form_row("/avvik/{id}/avklart", settlers, "A person has looked at it",
             routing::Write(submitted<settle>)),
};

}  // namespace

std::span<const routing::Route> discrepancy_rows() { return rows; }

}  // namespace pages
