#pragma once
// What a person sees on the way back from a provider: a sentence, and the way on.

#include <string_view>

#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace api {

// Goes on to the start page by itself.
routing::Reply signed_in_page(const routing::Request& request);
// Why it came to nothing, by the code's own text; what the provider wrote is never shown.
routing::Reply sign_in_refused_page(const routing::Request& request, int status,
                                    std::string_view code);

}  // namespace api
