#pragma once
// What an inspection answers, point by point, held against the checklist of the product.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/refusal.hpp"

namespace domain {

// A point and whether it is in order.
using Answers = std::vector<std::pair<std::string, bool>>;

// Why an aid cannot pass with these answers: unknown_check (a point that is not on the list),
// checklist_needed (one is not answered), checklist_failed (one is not in order). Without a list
// any answers do, as long as they are named by plain words ("brakes", "wheel_2"): they are kept for
// good.
std::optional<Refusal> refuse_answers(const std::vector<std::string>& checklist,
                                      const Answers& answers);

// The same for an aid that did not pass: only what nobody asked for is refused.
std::optional<Refusal> refuse_unknown_answers(const std::vector<std::string>& checklist,
                                              const Answers& answers);

}  // namespace domain
