#include "routing/assurance.hpp"

namespace routing {

Standing standing_of(const db::sessions::SignedIn& person, domain::Instant now) {
    if (person.demo) return {Assurance::fresh, {}};
    auto needs = domain::needs(person.session, person.must_change, person.enrolled);
    if (!needs.empty()) return {Assurance::one_factor, std::move(needs)};
    return {domain::is_fresh(person.session, now) ? Assurance::fresh : Assurance::two_factors, {}};
}

std::string_view to_text(Assurance assurance) {
    switch (assurance) {
        case Assurance::one_factor:
            return "one_factor";
        case Assurance::two_factors:
            return "two_factors";
        case Assurance::fresh:
            return "fresh";
    }
    return {};
}

}  // namespace routing
