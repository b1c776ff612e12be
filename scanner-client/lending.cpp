#include "lending.hpp"

#include <boost/json.hpp>

#include "json.hpp"
#include "wording.hpp"

namespace scanner {

namespace json = boost::json;

namespace {

constexpr std::size_t most_choices = 9;

}  // namespace

Lending::Lending(const Texts& texts, Http& http) : texts_(texts), http_(http) {}

std::string Lending::to_whom() const {
    return borrower_ ? name_ : say(texts_.loan, loan_.value_or(0));
}

Answer Lending::search(const std::string& wanted) {
    end();
    choices_.clear();
    // In the body: what stands in an address is kept by others.
    const json::object asked{{"q", wanted}, {"limit", most_choices}};
    const HttpReply reply = http_.post("/borrowers/search", json::serialize(asked));
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(texts_.search_needs_server);
    }
    if (reply.status != 200) return failed(sentence(text(*object, "title")));
    if (!object->contains("items")) return failed(texts_.search_needs_server);
    std::vector<Borrower> found;
    std::vector<std::string> shown;
    for (const json::object* borrower : objects(*object, "items")) {
        const auto id = number(*borrower, "id");
        if (!id) continue;
        found.push_back({*id, text(*borrower, "name")});
        const std::string phone = text(*borrower, "phone");
        shown.push_back(found.back().name + (phone.empty() ? "" : ", " + phone));
    }
    if (found.empty()) return failed(say(texts_.no_match, wanted));
    if (found.size() == 1) return choose(found.front(), shown.front());
    choices_ = std::move(found);
    Answer answer =
        info(text(*object, "next").empty() ? texts_.many_matches : texts_.too_many_matches);
    answer.choices = std::move(shown);
    return answer;
}

Answer Lending::choose(std::optional<std::int64_t> number) {
    if (!number || *number < 1 || *number > static_cast<std::int64_t>(choices_.size())) {
        return failed(texts_.no_such_choice);
    }
    const Borrower borrower = choices_[static_cast<std::size_t>(*number - 1)];
    choices_.clear();
    return choose(borrower, borrower.name);
}

Answer Lending::choose(const Borrower& borrower, const std::string& shown) {
    end();
    borrower_ = borrower.id;
    name_ = borrower.name;
    return info(say(texts_.chosen_borrower, shown));
}

Answer Lending::choose_loan(std::int64_t loan, bool from_slip) {
    end();
    choices_.clear();
    const HttpReply reply = http_.get("/loans/" + std::to_string(loan));
    const auto object = parse_object(reply.body);
    if (reply.status == 404) return failed(say(texts_.loan_unknown, loan));
    if (reply.status == 200 && object) {
        if (text(*object, "state") == "ended") {
            last_loan_ = loan;
            return failed(say(texts_.loan_ended, loan));
        }
        std::string name;
        if (const auto id = number(*object, "borrower_id")) {
            const auto borrower = parse_object(http_.get("/borrowers/" + std::to_string(*id)).body);
            if (borrower) name = text(*borrower, "name");
        }
        lend_on(loan, name);
        const LoanShape shape = shape_of(*object);
        return info(say(texts_.chosen_loan, loan, name.empty() ? "?" : name,
                        aids_text(texts_, shape.out),
                        shape.due.empty() ? std::string() : say(texts_.due, shape.due)));
    }
    // A slip says which loan it is of; a number that somebody typed could be a stranger's.
    if (!from_slip) return failed(texts_.loan_needs_server);
    lend_on(loan, {});
    return info(say(texts_.chosen_loan_unchecked, loan));
}

void Lending::lend_on(std::int64_t loan, std::string name) {
    loan_ = loan;
    last_loan_ = loan;
    name_ = std::move(name);
}

void Lending::end() {
    borrower_.reset();
    loan_.reset();
    name_.clear();
    handed_out_ = 0;
}

void Lending::add_to(json::object& scan, json::object& details) const {
    if (loan_) {
        scan["loan"] = *loan_;
    } else {
        details["borrower"] = borrower_.value();
    }
}

void Lending::joined(std::int64_t loan) {
    loan_ = loan;
    last_loan_ = loan;
}

void Lending::taken_back() {
    if (handed_out_ == 0) return;
    --handed_out_;
    // A new loan ends with its last aid; the borrower is still at the desk.
    if (handed_out_ == 0 && borrower_) loan_.reset();
}

}  // namespace scanner
