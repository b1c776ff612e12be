#pragma once
// What comes out of the desk's printer, and what is said of it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answer.hpp"
#include "http.hpp"
#include "known.hpp"
#include "labels/label.hpp"
#include "printer.hpp"
#include "texts.hpp"

namespace scanner {

class Paper {
public:
    // The printer may be null; the stock is the one in it.
    Paper(const Texts& texts, const Printer* printer, std::string stock, Http& http,
          const Known& known);

    bool has_printer() const { return printer_ != nullptr; }

    // Of the aid whose code the line is; the server knows what a label of this municipality says.
    Answer item_label(std::string_view line) const;
    Answer loan_slip(std::optional<std::int64_t> loan) const;
    Answer command_sheet() const;
    Answer badge(std::string_view staff) const;
    Answer shelf_label(std::string_view shelf) const;

private:
    Answer print(const std::vector<labels::Label>& labels, const std::string& what) const;
    Answer print(const std::string& document, const std::string& what) const;

    const Texts& texts_;
    const Printer* printer_;
    const std::string stock_;
    Http& http_;
    const Known& known_;
};

}  // namespace scanner
