#include "domain/checklist.hpp"

#include <algorithm>
#include <string_view>

namespace domain {
namespace {

Refusal refusal(RefusalCode code) { return {code, "/checklist"}; }

bool is_plain_word(std::string_view name) {
    return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

}  // namespace

std::optional<Refusal> refuse_unknown_answers(const std::vector<std::string>& checklist,
                                              const Answers& answers) {
    for (const auto& [point, ok] : answers) {
        const bool known = checklist.empty() ? is_plain_word(point)
                                             : std::find(checklist.begin(), checklist.end(),
                                                         point) != checklist.end();
        if (!known) return refusal(RefusalCode::unknown_check);
    }
    return std::nullopt;
}

std::optional<Refusal> refuse_answers(const std::vector<std::string>& checklist,
                                      const Answers& answers) {
    if (auto unknown = refuse_unknown_answers(checklist, answers)) return unknown;
    for (const std::string& point : checklist) {
        const bool answered = std::any_of(answers.begin(), answers.end(), [&](const auto& answer) {
            return answer.first == point;
        });
        if (!answered) return refusal(RefusalCode::checklist_needed);
    }
    const bool failed =
        !checklist.empty() && std::any_of(answers.begin(), answers.end(),
                                          [](const auto& answer) { return !answer.second; });
    if (failed) return refusal(RefusalCode::checklist_failed);
    return std::nullopt;
}

}  // namespace domain
