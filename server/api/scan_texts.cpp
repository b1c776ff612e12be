#include "api/scan_texts.hpp"

#include <string_view>

#include <fmt/format.h>

#include "routing/texts.hpp"

namespace api {
namespace {

using domain::AttentionCode;
using domain::InstructionCode;
using routing::in;
using routing::Language;
using routing::Texts;

Texts texts_of(InstructionCode code) {
    switch (code) {
        case InstructionCode::hand_out:
            return {"Gi til låneren", "Gi til lånaren", "Hand it out"};
        case InstructionCode::to_clean:
            return {"Til rengjøring", "Til reingjering", "To the wash"};
        case InstructionCode::to_inspect:
            return {"Til kontroll", "Til kontroll", "To inspection"};
        case InstructionCode::to_repair:
            return {"Til reparasjon", "Til reparasjon", "To repair"};
        case InstructionCode::to_shelf:
            return {"Klar. Sett på plass", "Klar. Set på plass", "Ready; put it on its shelf"};
        case InstructionCode::reserved:
            return {"Reservert for bestilling {}. Sett på henteplassen",
                    "Reservert for bestilling {}. Set på henteplassen",
                    "Held for booking {}; put it with what is to be collected"};
        case InstructionCode::send_home:
            return {"Klar. Send til {}", "Klar. Send til {}", "Ready; send it to {}"};
        case InstructionCode::receive:
            return {"På vei til {}. Tas imot der", "På veg til {}. Blir teke imot der",
                    "On its way to {}; receive it there"};
        case InstructionCode::quarantine:
            return {"Karantene til {}", "Karantene til {}", "Quarantine until {}"};
        case InstructionCode::set_aside:
            return {"Sperret. Sett til side, ikke lån ut", "Sperra. Set til side, ikkje lån ut",
                    "Blocked; set it aside, do not lend it"};
        case InstructionCode::on_loan:
            return {"Er utlånt nå", "Er utlånt no", "It is on loan now"};
        case InstructionCode::gone:
            return {"Er ikke på lager. Registrer som funnet hvis du har det i hånden",
                    "Er ikkje på lager. Registrer som funne om du har det i handa",
                    "Not in stock; register it as found if you hold it"};
        case InstructionCode::scan_again:
            return {"Skann en gang til, eller skriv koden", "Skann ein gong til, eller skriv koden",
                    "Scan again or type the code"};
        case InstructionCode::ask:
            return {"Lagret. Noen må se på dette", "Lagra. Nokon må sjå på dette",
                    "Stored; a person must look at it"};
        case InstructionCode::start_loan:
            return {"Velg hvem som låner, og skann igjen", "Vel kven som låner, og skann igjen",
                    "Choose the borrower and scan again"};
        case InstructionCode::next:
            return {"Skann neste", "Skann neste", "Scan the next one"};
    }
    return {};
}

Texts place_of(InstructionCode code) {
    switch (code) {
        case InstructionCode::to_clean:
            return {"vask", "vask", "wash"};
        case InstructionCode::to_inspect:
            return {"kontroll", "kontroll", "inspection"};
        case InstructionCode::to_repair:
            return {"verksted", "verkstad", "workshop"};
        case InstructionCode::quarantine:
            return {"karantene", "karantene", "quarantine"};
        case InstructionCode::set_aside:
            return {"sperret hylle", "sperra hylle", "blocked shelf"};
        case InstructionCode::to_shelf:
            return {"hylle", "hylle", "shelf"};
        case InstructionCode::reserved:
            return {"henteplass", "henteplass", "collection point"};
        case InstructionCode::send_home:
            return {"transport", "transport", "transport"};
        case InstructionCode::receive:
            return {"mottak", "mottak", "receipt"};
        case InstructionCode::hand_out:
        case InstructionCode::on_loan:
        case InstructionCode::gone:
        case InstructionCode::scan_again:
        case InstructionCode::ask:
        case InstructionCode::start_loan:
        case InstructionCode::next:
            return {};
    }
    return {};
}

Texts text_of(domain::CandidateReason reason) {
    switch (reason) {
        case domain::CandidateReason::expected_long:
            return {"skal vare i mer enn 2 år", "skal vare i meir enn 2 år",
                    "expected to last more than 2 years"};
        case domain::CandidateReason::extended:
            return {"forlenget", "forlengt", "extended"};
        case domain::CandidateReason::overdue:
            return {"lenge over fristen", "lenge over fristen", "long overdue"};
        case domain::CandidateReason::repeated:
            return {"lånt lenge til sammen det siste året", "lånt lenge til saman det siste året",
                    "on loan for long in all this last year"};
    }
    return {};
}

std::string reasons(const std::vector<domain::CandidateReason>& why, Language language) {
    std::string text;
    for (const auto reason : why) {
        if (!text.empty()) text += ", ";
        text += in(text_of(reason), language);
    }
    return text;
}

std::string joined(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

std::string instruction_text(const domain::Instruction& instruction, Language language) {
    if (instruction.not_counted) {
        domain::Instruction counted = instruction;
        counted.not_counted = false;
        return std::string(in({"IKKE TALT: ingen varetelling var åpen her. ",
                               "IKKJE TALT: inga varetelling var open her. ",
                               "NOT COUNTED: no count was open here. "},
                              language)) +
               instruction_text(counted, language);
    }
    const std::string_view text = in(texts_of(instruction.code), language);
    switch (instruction.code) {
        case InstructionCode::send_home:
        case InstructionCode::receive:
            return fmt::format(fmt::runtime(text), instruction.depot);
        case InstructionCode::reserved:
            return fmt::format(fmt::runtime(text), instruction.booking->value);
        case InstructionCode::quarantine:
            return fmt::format(fmt::runtime(text),
                               instruction.until ? domain::shown(*instruction.until) : "?");
        case InstructionCode::gone:
            return std::string(
                !instruction.for_good
                    ? text
                    : in({"Er kassert eller levert eieren. Sett det til side og gi beskjed",
                          "Er kassert eller levert eigaren. Set det til side og gi beskjed",
                          "Scrapped or handed to its owner; set it aside and tell somebody"},
                         language));
        case InstructionCode::hand_out: {
            if (!instruction.until) return std::string(text);
            const Texts due{". Frist {}", ". Frist {}", "; due {}"};
            return std::string(text) +
                   fmt::format(fmt::runtime(in(due, language)), domain::shown(*instruction.until));
        }
        case InstructionCode::to_clean:
        case InstructionCode::to_inspect:
        case InstructionCode::to_repair:
        case InstructionCode::to_shelf:
        case InstructionCode::set_aside:
        case InstructionCode::on_loan:
        case InstructionCode::scan_again:
        case InstructionCode::ask:
        case InstructionCode::start_loan:
        case InstructionCode::next:
            return std::string(text);
    }
    return std::string(text);
}

std::string instruction_place(const domain::Instruction& instruction, Language language) {
    const std::string_view place = in(place_of(instruction.code), language);
    if (place.empty()) return {};
    std::string where = instruction.depot + ", " + std::string(place);
    if (instruction.shelf) where += " " + *instruction.shelf;
    return where;
}

std::string attention_text(const domain::Attention& attention, Language language) {
    switch (attention.code) {
        case AttentionCode::overdue: {
            const Texts texts =
                attention.days == 1
                    ? Texts{"1 dag over fristen", "1 dag over fristen", "1 day overdue"}
                    : Texts{"{} dager over fristen", "{} dagar over fristen", "{} days overdue"};
            return fmt::format(fmt::runtime(in(texts, language)), attention.days);
        }
        case AttentionCode::permanent_candidate:
            return fmt::format(
                fmt::runtime(in({"Kandidat for varig behov ({}). Gi beskjed til ergoterapeuten",
                                 "Kandidat for varig behov ({}). Gi beskjed til ergoterapeuten",
                                 "Candidate for permanent need ({}); tell the therapist"},
                                language)),
                reasons(attention.why, language));
        case AttentionCode::blocked:
            return std::string(in({"SPERRET. Skal ikke lånes ut", "SPERRA. Skal ikkje lånast ut",
                                   "BLOCKED; must not be lent"},
                                  language));
        case AttentionCode::inspection_due:
            return std::string(
                in({"Periodisk kontroll er forfalt", "Periodisk kontroll er forfallen",
                    "The periodic inspection is overdue"},
                   language));
        case AttentionCode::incomplete:
            return fmt::format(
                fmt::runtime(in({"Mangler: {}. Be låneren om det", "Manglar: {}. Be lånaren om det",
                                 "Missing: {}; ask the borrower for it"},
                                language)),
                joined(attention.missing));
        case AttentionCode::wrong_depot:
            return fmt::format(
                fmt::runtime(in(attention.planned
                                    ? Texts{"Hører til {}. Legg det til overføring",
                                            "Høyrer til {}. Legg det til overføring",
                                            "Belongs to {}; put it with what is sent there"}
                                    : Texts{"Hører til {}", "Høyrer til {}", "Belongs to {}"},
                                language)),
                attention.depot);
        case AttentionCode::infectious:
            return std::string(in({"SMITTE. Bruk hansker, hold det for seg selv",
                                   "SMITTE. Bruk hanskar, hald det for seg sjølv",
                                   "INFECTIOUS; wear gloves, keep it apart"},
                                  language));
    }
    return {};
}

}  // namespace api
