#pragma once
// An answer that is a report in a file.

#include <string_view>

#include "reports/writers.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace api {

// What the report is written in for its reader.
reports::Language report_language(routing::Language language);

// To be saved under that name, with the ending of its format.
routing::Reply report_file(const reports::Report& report, reports::Format format,
                           std::string_view name);

}  // namespace api
