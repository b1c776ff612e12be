#pragma once
// What the person at the desk reads after a scan: what happened, where the aid goes next, and what
// needs attention. In bokmål, nynorsk and English.

#include <string>

#include "domain/attention.hpp"
#include "routing/request.hpp"

namespace api {

std::string instruction_text(const domain::Instruction& instruction, routing::Language language);
// "SMS, vask"; empty when the aid goes nowhere.
std::string instruction_place(const domain::Instruction& instruction, routing::Language language);
std::string attention_text(const domain::Attention& attention, routing::Language language);

}  // namespace api
