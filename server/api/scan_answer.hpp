#pragma once
// What a scan did, as its answer.

#include <string>

#include <boost/json.hpp>

#include "depot/scan.hpp"
#include "routing/request.hpp"

namespace api {

boost::json::object answer_of(const std::string& scan_id, const depot::ScanOutcome& outcome,
                              routing::Language language);

}  // namespace api
