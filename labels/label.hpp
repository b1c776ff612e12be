#pragma once
// What one label says: a symbol for the scanner and text for people. An aid's label, a command
// ("%UT"), a staff badge ("%MEG…") and a loan slip are all this one value, and every stock and
// format prints all of them.

#include <string>
#include <string_view>
#include <vector>

#include "labels/code.hpp"

namespace labels {

struct Label {
    // What the symbol holds; it is encoded in upper case.
    std::string payload;
    // What a person types when the symbol is worn: large, under the symbol.
    std::string headline;
    // The first one is the title, in bold; the others are small print at the bottom.
    std::vector<std::string> lines;
};

// What all labels of a depot have in common.
struct Issuer {
    // For the address in the symbol; empty: the symbol holds the bare code.
    std::string host;
    // "Tilhører …" and "Leveres til …".
    std::string owner = "Sandefjord kommune";
    std::string return_to = "Sandefjord medisinske senter";
};

// The label of an aid.
Label item_label(const LabelCode& code, std::string_view product, const Issuer& issuer);

// Whether the tolerant reader finds the code behind this host: a name, with a port or without.
bool is_label_host(std::string_view host);

}  // namespace labels
