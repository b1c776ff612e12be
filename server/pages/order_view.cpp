#include "pages/order_view.hpp"

#include <algorithm>

#include "db/name_store.hpp"
#include "domain/booking.hpp"
#include "domain/product.hpp"
#include "pages/free_days.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

using domain::Day;
using std::chrono::days;

constexpr std::string_view action = "/bestill";
constexpr const char* most_found = "8";

class Making {
public:
    Making(Page& page, Request& own, Returned state, std::string did)
        : page_(page),
          own_(own),
          state_(std::move(state)),
          order_(order_of(state_.typed)),
          body_(body_of_order(order_)),
          depots_(depot_names(page)),
          did_(std::move(did)) {}

    void fill() {
        add_lines();
        add_found();
        add_borrower();
        add_forms();
        add_focus();
    }

private:
    std::string fault_of(std::string_view name) const {
        std::string all;
        for (const FieldFault& fault : state_.faults) {
            if (fault.name == name) all += (all.empty() ? "" : " ") + fault.detail;
        }
        return all;
    }
    void note_fault(const FieldFault& fault) {
        if (fault_of(fault.name).empty()) state_.faults.push_back(fault);
    }

    FreeAnswer free_of(const OrderLine& line, Day from, Day to) {
        Parameters wanted{{"from", domain::to_text(from)}, {"to", domain::to_text(to)}};
        wanted[line.product.empty() ? "iso" : "product"] =
            line.product.empty() ? line.iso : line.product;
        return ask_free(page_, std::move(wanted));
    }

    // The first day from which so many are free for as long, and where.
    void add_next(json::object& view, const OrderLine& line, Day from, Day to) {
        const Day last = from + days(domain::longest_booking_days);
        const FreeAnswer wide = free_of(line, from, last);
        std::optional<Day> best;
        std::string where;
        for (const FreeAtDepot& depot : wide.depots) {
            Day begin = from;
            for (const auto& [day, free] : depot.days) {
                if (free < line.count()) begin = day + days(1);
                if (day - begin < to - from) continue;
                const bool better = !best || begin < *best;
                if (better) best = begin;
                if (better || (begin == *best && depot.depot == order_.text("depot"))) {
                    where = depot.depot;
                }
                break;
            }
        }
        view["never"] = !best;
        if (!best || *best == from) return;
        view["next_day"] = domain::to_text(*best);
        view["next_depot"] = depots_[where];
        view["next_do"] = "move:" + domain::to_text(*best) + ":" + where;
    }

    void add_replacements(json::object& view, const OrderLine& line, Day from, Day to,
                          std::size_t index) {
        Parameters wanted{{"depot", order_.text("depot")},
                          {"from", domain::to_text(from)},
                          {"to", domain::to_text(to)}};
        for (const char* need : {"user_kg", "seat_width_mm"}) {
            if (const auto text = any_text_at(body_, need); !text.empty()) wanted[need] = text;
        }
        const json::object answer =
            page_.ask_if_may("/products/" + line.product + "/replacements", std::move(wanted));
        const auto* items = answer.if_contains("items");
        if (items == nullptr) return;
        json::array list;
        for (const json::value& entry : items->get_array()) {
            const auto& other = entry.get_object();
            const auto free = other.at("free").get_int64();
            if (free < line.count() || list.size() == 5) continue;
            list.push_back(
                {{"name", other.at("name")},
                 {"free_there", std::to_string(free)},
                 {"do", "swap:" + std::to_string(index) + ":" + any_text_at(other, "product_id")}});
        }
        view["replacements"] = std::move(list);
    }

    // What of its limits does not suit the borrower.
    void add_limits(json::object& view, const json::object& product) {
        domain::Product limits;
        limits.max_user_kg = whole_number(any_text_at(product, "max_user_kg"));
        limits.seat_width_mm = whole_number(any_text_at(product, "seat_width_mm"));
        const auto kg = whole_number(any_text_at(body_, "user_kg"));
        const auto width = whole_number(any_text_at(body_, "seat_width_mm"));
        if (!domain::fits(limits, {kg, {}})) view["bears"] = *limits.max_user_kg;
        if (!domain::fits(limits, {{}, width})) view["seat"] = *limits.seat_width_mm;
    }

    json::object line_view(std::size_t index) {
        const OrderLine& line = order_.lines[index];
        const std::string place = "lines/" + std::to_string(index);
        std::string error = fault_of(place);
        for (const char* part : {"/product_id", "/iso", "/quantity"}) {
            const std::string fault = fault_of(place + part);
            if (!fault.empty()) error += (error.empty() ? "" : " ") + fault;
        }
        json::object view{{"index", index},
                          {"place", place},
                          {"product_id", line.product},
                          {"iso", line.iso},
                          {"number", json::object{{"value", line.quantity}}},
                          {"error", error},
                          {"name", nullptr},
                          {"detail", nullptr},
                          {"any_do", nullptr},
                          {"remove_do", "remove:" + std::to_string(index)},
                          {"like", nullptr},
                          {"at", json::array()},
                          {"short_of", nullptr},
                          {"bears", nullptr},
                          {"seat", nullptr},
                          {"never", false},
                          {"next_day", nullptr},
                          {"next_depot", nullptr},
                          {"next_do", nullptr},
                          {"replacements", json::array()}};
        if (line.product.empty()) {
            view["like"] = likes_[line.iso.substr(0, 6)];
            return view;
        }
        const json::object product = page_.ask_if_may("/products/" + encoded(line.product));
        view["name"] = any_text_at(product, "name");
        view["detail"] = any_text_at(product, "hms_nr");
        const std::string iso = any_text_at(product, "iso");
        if (iso.size() >= 6) {
            view["any_do"] = "any:" + std::to_string(index) + ":" + iso.substr(0, 6);
        }
        add_limits(view, product);
        return view;
    }

    void add_lines() {
        std::vector<std::string> classes;
        for (const OrderLine& line : order_.lines) {
            if (line.product.empty()) classes.push_back(line.iso.substr(0, 6));
        }
        likes_ = db::names::products_of_classes(page_.tx(), classes);
        const auto from = day_in(body_, "from");
        const auto to = day_in(body_, "to");
        std::vector<FreeAnswer> answers;
        std::vector<std::int64_t> counts;
        json::array lines;
        for (std::size_t i = 0; i < order_.lines.size(); ++i) {
            const OrderLine& line = order_.lines[i];
            json::object view = line_view(i);
            if (from && to) {
                FreeAnswer free = free_of(line, *from, *to);
                for (const FieldFault& fault : free.faults) {
                    if (fault.name == "from" || fault.name == "to") note_fault(fault);
                }
                add_free(view, line, free, i, *from, *to);
                if (!free.depots.empty()) {
                    answers.push_back(std::move(free));
                    counts.push_back(line.count());
                }
            }
            lines.push_back(std::move(view));
        }
        page_.view["lines"] = std::move(lines);
        add_calendars(answers, counts);
    }

    void add_free(json::object& view, const OrderLine& line, const FreeAnswer& free,
                  std::size_t index, Day from, Day to) {
        json::array at;
        std::int64_t here = 0;
        bool anywhere = false;
        for (const FreeAtDepot& depot : free.depots) {
            const bool enough = depot.least >= line.count();
            anywhere = anywhere || enough;
            if (depot.depot == order_.text("depot")) here = depot.least;
            at.push_back({{"depot_name", depots_[depot.depot]},
                          {"free_there", std::to_string(depot.least)},
                          {"more", !at.empty()}});
            if (!enough) {
                missing_[depot.depot].push_back(
                    any_text_at(view, line.product.empty() ? "like" : "name"));
            }
        }
        view["at"] = std::move(at);
        if (free.depots.empty()) return;
        const bool unfit = !view["bears"].is_null() || !view["seat"].is_null();
        if (here < line.count()) view["short_of"] = std::to_string(here);
        if ((here < line.count() || unfit) && !line.product.empty()) {
            add_replacements(view, line, from, to, index);
        }
        if (!anywhere) add_next(view, line, from, to);
    }

    void add_calendars(const std::vector<FreeAnswer>& answers,
                       const std::vector<std::int64_t>& counts) {
        const bool several = answers.size() > 1;
        const std::vector<std::int64_t> ones(answers.size(), 1);
        json::array calendars;
        for (const FreeAtDepot& depot : together(answers, several ? counts : ones)) {
            json::object view = free_days_view(page_, depot, depots_[depot.depot]);
            view["chosen"] = depot.depot == order_.text("depot");
            calendars.push_back(std::move(view));
        }
        page_.view["calendars"] = std::move(calendars);
        page_.view["several"] = several;
        page_.view["whole"] = !answers.empty();
    }

    // What a search found, and the sets.
    void add_found() {
        json::array found;
        const std::string text = order_.text("_q");
        page_.view["any_class"] = nullptr;
        if (!text.empty()) {
            const json::object answer =
                page_.ask_if_may("/products", {{"q", text}, {"limit", most_found}});
            if (const auto* items = answer.if_contains("items")) {
                for (const json::value& entry : items->get_array()) {
                    const auto& product = entry.get_object();
                    found.push_back({{"name", product.at("name")},
                                     {"hms_nr", product.at("hms_nr")},
                                     {"max_user_kg", product.at("max_user_kg")},
                                     {"iso", product.at("iso")},
                                     {"do", "add:" + any_text_at(product, "id")}});
                }
                page_.view["more_found"] = answer.at("next").is_string();
            }
            const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
            if (digits && text.size() >= 6 && text.size() <= 8 && !found.empty() &&
                any_text_at(found[0].get_object(), "iso").starts_with(text.substr(0, 6))) {
                page_.view["any_class"] = text.substr(0, 6);
            }
        }
        page_.view["nothing_found"] = !text.empty() && found.empty();
        page_.view["found"] = std::move(found);
        json::array sets;
        const json::object answer = page_.ask_if_may("/sets", {{"limit", "20"}});
        if (const auto* items = answer.if_contains("items")) {
            for (const json::value& entry : items->get_array()) {
                const auto& set = entry.get_object();
                sets.push_back({{"name", set.at("name")}, {"do", "set:" + any_text_at(set, "id")}});
            }
        }
        page_.view["sets"] = std::move(sets);
    }

    static json::object person_view(const json::object& borrower) {
        json::object view{{"name", borrower.at("name")},
                          {"birth_date", borrower.at("birth_date")},
                          {"phone", borrower.at("phone")},
                          {"street", nullptr},
                          {"city", nullptr},
                          {"do", "who:" + any_text_at(borrower, "id")}};
        if (const auto* address = borrower.at("address").if_object()) {
            view["street"] = address->at("street");
            view["city"] = address->at("city");
        }
        return view;
    }

    void add_borrower() {
        const std::string id = order_.text("borrower_id");
        page_.view["borrower"] = nullptr;
        page_.view["people"] = json::array();
        page_.view["nobody_found"] = false;
        if (!id.empty()) {
            const json::object borrower =
                whole_number(id) ? page_.ask_if_may("/borrowers/" + encoded(id)) : json::object();
            if (!borrower.empty()) {
                page_.view["borrower"] = person_view(borrower);
                return;
            }
            order_.fields["borrower_id"].clear();
            note_fault({"borrower_id", page_.say("Fant ikke låneren. Søk på nytt.")});
        }
        const std::string text = order_.text("_who");
        if (text.empty()) return;
        const json::object answer = page_.find_if_may(
            "/borrowers/search", {{"q", text}, {"limit", whole_number(most_found).value()}});
        json::array people;
        if (const auto* items = answer.if_contains("items")) {
            for (const json::value& entry : items->get_array()) {
                people.push_back(person_view(entry.get_object()));
            }
            page_.view["more_people"] = answer.at("next").is_string();
        }
        page_.view["nobody_found"] = people.empty();
        page_.view["people"] = std::move(people);
    }

    // Without what shows that a form is ours: that stands once.
    static json::array fields_of(const Form& form) {
        json::array fields;
        json::object view = form.view();
        for (json::value& field : view.at("fields").get_array()) {
            if (!field.get_object().at("name").get_string().starts_with("_")) {
                fields.push_back(std::move(field));
            }
        }
        return fields;
    }

    void add_forms() {
        state_.typed = typed_of(order_);
        state_.action = action;
        own_.prepared = state_;
        const auto say = [&](std::string_view text) { return page_.say(text); };
        const auto form = [&] { return page_.form(std::string(action), ""); };

        json::object whole = form().hidden("borrower_id", order_.text("borrower_id")).view();
        whole["errors"] = faults_by_label();
        page_.view["whole_form"] = std::move(whole);
        page_.view["q"] = json::object{{"value", order_.text("_q")}, {"error", fault_of("lines")}};
        page_.view["who"] =
            json::object{{"value", order_.text("_who")}, {"error", fault_of("borrower_id")}};
        page_.view["needs"] = json::object{
            {"fields", fields_of(form()
                                     .number("user_kg", say("Brukerens vekt i kg"))
                                     .number("seat_width_mm", say("Setebredde i mm")))}};
        page_.view["when"] = json::object{
            {"fields", fields_of(form()
                                     .day("from", say("Fra og med"), order_.text("from"))
                                     .required()
                                     .day("to", say("Til og med"), order_.text("to"))
                                     .required())}};
        std::vector<Option> depots;
        for (const auto& [id, name] : depots_) depots.push_back({id, name});
        json::array where =
            fields_of(form().radio("depot", say("Depot"), depots, order_.text("depot")));
        add_standing(where.front().get_object());
        page_.view["where"] = json::object{{"fields", std::move(where)}};
        page_.view["handing"] = json::object{
            {"fields",
             fields_of(form()
                           .radio("handover", say("Utlevering"),
                                  options_of("handover", {"pickup", "delivery"}, page_.language()),
                                  order_.text("handover"))
                           .radio("priority", say("Prioritet"),
                                  options_of("priority", {"normal", "hast"}, page_.language()),
                                  order_.text("priority")))}};
        page_.view["haste"] =
            json::object{{"fields", fields_of(form()
                                                  .text("reason", say("Hvorfor haster det"))
                                                  .hint(say("Ikke skriv noe om helse."))
                                                  .required()
                                                  .instant("needed_by", say("Trengs innen"))
                                                  .required())}};
    }

    // In the list of all that is wrong a fault says which field it is about.
    json::array faults_by_label() const {
        static constexpr std::pair<std::string_view, std::string_view> labels[] = {
            {"lines", "Hva trengs?"},
            {"from", "Fra og med"},
            {"to", "Til og med"},
            {"depot", "Depot"},
            {"borrower_id", "Til hvem?"},
            {"handover", "Utlevering"},
            {"priority", "Prioritet"},
            {"reason", "Hvorfor haster det"},
            {"needed_by", "Trengs innen"},
            {"user_kg", "Brukerens vekt i kg"},
            {"seat_width_mm", "Setebredde i mm"}};
        json::array errors;
        for (const FieldFault& fault : state_.faults) {
            if (fault.name.empty()) continue;
            const auto* label =
                std::find_if(std::begin(labels), std::end(labels), [&](const auto& each) {
                    return fault.name.substr(0, fault.name.find('/')) == each.first;
                });
            // Of a line, its quantity is what can be typed.
            std::string id = "f-" + fault.name;
            if (fault.name.starts_with("lines/")) {
                id = "f-" + fault.name.substr(0, fault.name.find('/', 6)) + "/quantity";
            }
            if (fault.name == "handover" || fault.name == "depot") id += "-0";
            const std::string before =
                label == std::end(labels) ? std::string() : page_.say(label->second) + " – ";
            errors.push_back({{"id", id}, {"detail", before + fault.detail}});
        }
        return errors;
    }

    // Beside each depot: whether it has all of it.
    void add_standing(json::object& depot_field) {
        if (!page_.view.at("whole").get_bool()) return;
        for (json::value& entry : depot_field.at("options").get_array()) {
            auto& option = entry.get_object();
            const auto missing = missing_.find(std::string(option.at("value").get_string()));
            std::string label(option.at("label").get_string());
            if (missing == missing_.end()) {
                label += " – " + page_.say("ledig hele perioden");
            } else {
                label += " – " + page_.say("ikke ledig hele perioden");
                std::string names;
                for (const auto& name : missing->second)
                    names += (names.empty() ? "" : ", ") + name;
                if (order_.lines.size() > 1) label += ": " + names;
            }
            option["label"] = label;
        }
    }

    // Where whoever fills it in goes on.
    // The part of the page that one goes on with.
    std::string_view focus() const {
        const std::string_view verb = std::string_view(did_).substr(0, did_.find(':'));
        const bool asked = !order_.text("_q").empty();
        const auto& view = page_.view;
        if (!state_.title.empty() || verb == "live") return "none";
        if (verb == "who") return "borrower";
        if (verb == "other") return "who";
        if (!verb.empty() && !order_.lines.empty()) return "lines";
        if (!view.at("people").get_array().empty()) return "people";
        if (asked && !view.at("found").get_array().empty()) return "found";
        if (order_.lines.empty()) return "q";
        return view.at("borrower").is_null() ? "who" : "";
    }

    void add_focus() {
        for (const char* name : {"borrower", "who", "lines", "people", "found", "q"}) {
            page_.view[std::string("focus_") + name] = focus() == name;
        }
    }

    Page& page_;
    Request& own_;
    Returned state_;
    Order order_;
    json::object body_;
    std::map<std::string, std::string> depots_;
    std::map<std::string, std::string> likes_;
    std::map<std::string, std::vector<std::string>> missing_;  // of what each depot has too little
    std::string did_;
};

}  // namespace

void show_order(Page& page, Request& own, Returned state, std::string did) {
    Making(page, own, std::move(state), std::move(did)).fill();
}

}  // namespace pages
