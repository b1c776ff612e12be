// korttidslager-labels: label sheets and single labels from codes, without a server.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "labels/labels.hpp"

namespace {

enum Exit { done = 0, failed = 1, wrong_usage = 2 };

struct Options {
    std::string format;
    std::string stock;
    std::size_t start = 1;
    labels::Issuer issuer;
    std::string output = "-";
    std::vector<std::string> codes;
};

// Wrong usage, in sentences for the person at the terminal.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

std::string stock_list() {
    std::string list;
    for (const labels::Stock& stock : labels::stocks()) {
        list += fmt::format("\n  {:<12} {}", stock.name, stock.title);
    }
    return list;
}

// Or the exit status, when all is said.
std::variant<Options, int> parse(int argc, const char* const* argv) {
    Options options;
    CLI::App app(
        "Labels for the short-term depot. Codes are given as words, or one a line on standard "
        "input:\n7K3-QF2-7, or the code, a tab and the name of the product.");
    app.set_version_flag("--version", std::string("korttidslager-labels ") + KL_VERSION);
    app.footer("\nStocks:" + stock_list());
    app.add_option("--format", options.format, "pdf, zpl, png or svg")
        ->required()
        ->check(CLI::IsMember({"pdf", "zpl", "png", "svg"}));
    app.add_option("--stock", options.stock, "The stock (L7160; with zpl: zebra-50x25)");
    app.add_option("--start", options.start, "The first free place on a half-used sheet (1)");
    app.add_option("--host", options.issuer.host,
                   "For the address in the symbol; without it the symbol holds the bare code");
    app.add_option("--owner", options.issuer.owner, "\"Tilhører …\" on the label")
        ->capture_default_str();
    app.add_option("--return-to", options.issuer.return_to, "\"Leveres til …\" on the label")
        ->capture_default_str();
    app.add_option("-o,--output", options.output, "A file, or - for standard output")
        ->capture_default_str();
    app.add_option("CODES", options.codes, "Label codes");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? done : wrong_usage;
    }
    return options;
}

const labels::Stock& stock_of(const Options& options, labels::Format format) {
    const bool roll = format == labels::Format::zpl;
    const std::string name =
        !options.stock.empty() ? options.stock : (roll ? "zebra-50x25" : "L7160");
    const labels::Stock* stock = labels::find_stock(name);
    if (stock == nullptr) {
        throw UsageError(fmt::format("unknown stock {}; there are:{}", name, stock_list()));
    }
    return *stock;
}

// ---- the codes ---------------------------------------------------------------------------------

struct Line {
    std::string where;  // "line 7"
    std::string text;
};

std::vector<Line> lines_of(const Options& options) {
    std::vector<Line> lines;
    for (std::size_t i = 0; i < options.codes.size(); ++i) {
        lines.push_back({fmt::format("code {}", i + 1), options.codes[i]});
    }
    if (!lines.empty()) return lines;
    if (::isatty(STDIN_FILENO) != 0) {
        throw UsageError("no codes: give them as words, or a file on standard input");
    }
    std::string text;
    for (std::size_t number = 1; std::getline(std::cin, text); ++number) {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (number == 1 && text.starts_with(byte_order_mark)) {
            text.erase(0, byte_order_mark.size());
        }
        if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
        lines.push_back({fmt::format("line {}", number), text});
    }
    if (lines.empty()) throw UsageError("no codes on standard input");
    return lines;
}

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \r");
    return begin == std::string::npos
               ? std::string()
               : text.substr(begin, text.find_last_not_of(" \r") - begin + 1);
}

// The beginning of a line that may be anything, for a terminal.
std::string quotable(const std::string& text) {
    constexpr std::size_t longest = 40;
    std::string quoted = text.substr(0, longest);
    std::replace_if(
        quoted.begin(), quoted.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return text.size() > longest ? quoted + "..." : quoted;
}

// All that is wrong at once.
std::vector<labels::Label> read_labels(const Options& options) {
    std::vector<labels::Label> read;
    std::string wrong;
    for (const Line& line : lines_of(options)) {
        const auto tab = line.text.find('\t');
        const std::string text = trimmed(line.text.substr(0, tab));
        const auto code = labels::LabelCode::parse(text);
        if (!code) {
            wrong += fmt::format("{}: {}: {}\n", line.where, quotable(text),
                                 code.error() == labels::CodeError::not_a_code
                                     ? "not a label code"
                                     : "its check symbol is wrong");
            continue;
        }
        const std::string product =
            tab == std::string::npos ? std::string() : line.text.substr(tab + 1);
        read.push_back(labels::item_label(*code, product, options.issuer));
    }
    if (!wrong.empty()) throw UsageError(wrong + "no label was made");
    return read;
}

// ---- the file ----------------------------------------------------------------------------------

std::string explained(const labels::Error& error, const labels::Stock& stock,
                      labels::Format format) {
    switch (error.code) {
        case labels::ErrorCode::no_labels:
            return "no codes";
        case labels::ErrorCode::start_not_on_page:
            return fmt::format("--start must be 1 to {} with {} as {}",
                               labels::places_on_page(format, stock), stock.name,
                               labels::to_text(format));
        case labels::ErrorCode::more_than_a_page:
            return "png and svg hold one page, and these are more labels: use pdf or zpl";
        case labels::ErrorCode::symbol_too_large:
            return fmt::format(
                "the symbol does not fit on {} with modules that scanners read: "
                "use a shorter --host, or none, or a larger stock",
                stock.name);
    }
    return {};
}

int write(const Options& options, const std::string& file) {
    if (options.output == "-") {
        std::cout << file << std::flush;
        if (std::cout) return done;
        fmt::print(stderr, "cannot write to standard output\n");
        return failed;
    }
    std::ofstream out(options.output, std::ios::binary);
    out << file << std::flush;
    if (out) return done;
    fmt::print(stderr, "cannot write {}\n", options.output);
    return failed;
}

int run(const Options& options) {
    const labels::Format format = *labels::parse_format(options.format);
    const labels::Stock& stock = stock_of(options, format);
    const bool binary = format == labels::Format::pdf || format == labels::Format::png;
    if (binary && options.output == "-" && ::isatty(STDOUT_FILENO) != 0) {
        throw UsageError("a " + options.format + " is nothing for a terminal: give -o FILE");
    }
    if (!labels::is_label_host(options.issuer.host)) {
        throw UsageError("--host is a name, with a port or without: kl.example.no");
    }
    const auto file = labels::write_labels(format, stock, options.start, read_labels(options));
    if (!file) throw UsageError(explained(file.error(), stock, format));
    return write(options, *file);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const auto parsed = parse(argc, argv);
        if (const int* status = std::get_if<int>(&parsed)) return *status;
        return run(std::get<Options>(parsed));
    } catch (const UsageError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return wrong_usage;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return failed;
    }
}
