#include "bench/server_log.hpp"

#include <cctype>
#include <fstream>
#include <map>
#include <regex>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace bench {
namespace {

std::string single_spaced(std::string_view sql) {
    std::string text;
    for (const char c : sql) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        if (space && (text.empty() || text.back() == ' ')) continue;
        text += space ? ' ' : c;
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == ';')) text.pop_back();
    return text;
}

// Of "$1 = 'O''Hara', $2 = NULL".
std::vector<std::optional<std::string>> values_of(std::string_view text) {
    std::vector<std::optional<std::string>> values;
    for (auto at = text.find(" = "); at != std::string_view::npos; at = text.find(" = ")) {
        text.remove_prefix(at + 3);
        if (!text.starts_with('\'')) {
            values.emplace_back();
            continue;
        }
        std::string value;
        std::size_t i = 1;
        for (; i < text.size(); ++i) {
            if (text[i] == '\'' && (i + 1 == text.size() || text[++i] != '\'')) break;
            value += text[i];
        }
        values.emplace_back(std::move(value));
        text.remove_prefix(std::min(i, text.size()));
    }
    return values;
}

struct Entry {
    std::string session;
    std::string level;
    std::string text;
};

// The whole entries from there on; a line that begins with a tab goes on with the one before.
std::vector<Entry> entries(const std::filesystem::path& file, std::streamoff& from) {
    static const std::regex first(R"(^\S+ \S+ \S+ \[(\d+)\] ([A-Z]+):  (.*)$)");
    std::ifstream in(file);
    if (!in.seekg(from)) throw std::runtime_error("cannot read " + file.string());
    std::vector<Entry> found;
    std::string line;
    while (std::getline(in, line)) {
        from += static_cast<std::streamoff>(line.size()) + 1;
        std::smatch part;
        if (line.starts_with('\t')) {
            if (!found.empty()) found.back().text += "\n" + line.substr(1);
        } else if (std::regex_match(line, part, first)) {
            found.push_back({part[1], part[2], part[3]});
        }
    }
    return found;
}

// Of "statement: TEXT" and "execute NAME: TEXT".
std::optional<std::string> statement_of(const std::string& text) {
    if (!text.starts_with("statement: ") && !text.starts_with("execute ")) return std::nullopt;
    return single_spaced(std::string_view(text).substr(text.find(": ") + 2));
}

}  // namespace

std::string LoggedStatement::with_nulls() const {
    std::string made;
    std::size_t number = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$') {
            made += text[i];
            continue;
        }
        std::size_t which = 0;
        for (; i + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0;
             ++i) {
            which = 10 * which + static_cast<std::size_t>(text[i + 1] - '0');
        }
        made += values.at(which - 1) ? fmt::format("${}", ++number) : "null";
    }
    return made;
}

ServerLog::ServerLog(std::filesystem::path file) : file_(std::move(file)) {}

std::vector<LoggedTransaction> ServerLog::take() {
    std::vector<LoggedTransaction> committed;
    std::map<std::string, LoggedTransaction> open;
    for (const Entry& entry : entries(file_, read_)) {
        LoggedTransaction& transaction = open[entry.session];
        constexpr std::string_view parameters = "parameters: ";
        if (entry.level == "DETAIL" && entry.text.starts_with(parameters)) {
            if (!transaction.empty()) {
                transaction.back().values =
                    values_of(std::string_view(entry.text).substr(parameters.size()));
            }
            continue;
        }
        const auto text = statement_of(entry.text);
        if (entry.level != "LOG" || !text) continue;
        const bool begins = *text == "begin isolation level serializable";
        if (begins) transaction.clear();
        if (begins || !transaction.empty()) transaction.push_back({*text, {}});
        if (*text == "commit" && !transaction.empty()) committed.push_back(transaction);
        if (*text == "commit" || *text == "rollback") transaction.clear();
    }
    return committed;
}

}  // namespace bench
