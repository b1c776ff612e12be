#include "pages/washing.hpp"

namespace pages {

std::vector<Option> wash_methods(routing::Language language, std::string_view first) {
    return options_of("method", {"machine", "machine_60", "machine_85", "hand", "disinfect"},
                      language, first);
}

}  // namespace pages
