#pragma once
// Where labels, slips and sheets go: a file, a label printer on the network (TCP, usually port
// 9100), or a queue of CUPS.

#include <string>
#include <string_view>
#include <variant>

#include <tl/expected.hpp>

#include "labels/labels.hpp"

namespace scanner {

class Printer {
public:
    // file:/path/labels.pdf (the ending says the format), tcp://host:9100, cups:queue.
    // The error says what is wrong with the address.
    static tl::expected<Printer, std::string> at(std::string_view uri);

    labels::Format format() const { return format_; }

    // Where it went: "labels-2.pdf", or the printer's address. The error says why it did not, in
    // the words of the system. A file that is there is never written over.
    tl::expected<std::string, std::string> print(const std::string& document) const;

private:
    enum class Way { file, network, queue };
    Printer(Way way, std::string target, labels::Format format)
        : way_(way), target_(std::move(target)), format_(format) {}

    Way way_;
    std::string target_;
    labels::Format format_;
};

}  // namespace scanner
