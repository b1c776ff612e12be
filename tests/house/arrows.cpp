#include "house/arrows.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

namespace house {

namespace {

const std::string arrow = "→";

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return text.starts_with(prefix); });
}

std::vector<std::string> split(const std::string& text, const std::regex& separator) {
    std::vector<std::string> parts;
    for (std::sregex_token_iterator it(text.begin(), text.end(), separator, -1), end; it != end;
         ++it) {
        if (it->length() > 0) parts.push_back(it->str());
    }
    return parts;
}

// "{jobs, commands}" or "jobs"
std::vector<std::string> names_in(const std::string& side) {
    static const std::regex between("[{},\\s]+");
    return split(side, between);
}

struct Include {
    std::size_t line;
    std::string target;
};

std::vector<Include> includes_of(const SourceFile& file) {
    static const std::regex include_line(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"].*)");
    std::vector<Include> found;
    std::istringstream lines(file.text);
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        std::smatch match;
        if (std::regex_match(line, match, include_line)) found.push_back({number, match[1]});
    }
    return found;
}

std::string place(const SourceFile& file, std::size_t line) {
    return file.path + ":" + std::to_string(line) + ": ";
}

// The text with comments and what stands in quotes turned to blanks, lines kept.
std::string code_of(const std::string& text) {
    static const std::regex no_code(
        R"re(//[^\n]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])')re");
    std::string code;
    std::size_t at = 0;
    const auto blank = [&](std::size_t end) {
        for (; at < end; ++at) code += text[at] == '\n' ? '\n' : ' ';
    };
    // Raw strings first, by hand: their end is named by their beginning.
    const auto ordinary = [&](std::size_t end) {
        const std::string part = text.substr(at, end - at);
        const std::size_t base = at;
        for (std::sregex_iterator it(part.begin(), part.end(), no_code), last; it != last; ++it) {
            const auto begin = base + static_cast<std::size_t>(it->position());
            code.append(text, at, begin - at);
            at = begin;
            blank(begin + static_cast<std::size_t>(it->length()));
        }
        code.append(text, at, end - at);
        at = end;
    };
    while (at < text.size()) {
        const std::size_t raw = text.find("R\"", at);
        const std::size_t open = raw == std::string::npos ? raw : text.find('(', raw);
        if (open == std::string::npos) {
            ordinary(text.size());
            break;
        }
        const std::string close = ")" + text.substr(raw + 2, open - raw - 2) + "\"";
        const std::size_t end = text.find(close, open);
        ordinary(raw);
        blank(end == std::string::npos ? text.size() : end + close.size());
    }
    return code;
}

std::size_t line_of(const std::string& text, std::size_t position) {
    return 1 + static_cast<std::size_t>(std::count(
                   text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

std::string room_of_target(const std::string& target) {
    if (target == "korttidslager-server") return "main";
    if (target == "korttidslager-labels") return "labels";
    if (target == "korttidslager-scanner") return "scanner-client";
    if (target == "kl_tests" || target == "kl_bench") return "tests";
    if (target == "kl_options" || !target.starts_with("kl_")) return "";
    std::string room = target.substr(3);
    if (room.starts_with("scanner")) return "scanner-client";
    return room;
}

}  // namespace

bool Arrows::allows(const std::string& from, const std::string& to) const {
    if (from == to) return true;
    std::set<std::string> seen{from};
    std::vector<std::string> open{from};
    while (!open.empty()) {
        const auto here = direct.find(open.back());
        open.pop_back();
        if (here == direct.end()) continue;
        for (const std::string& next : here->second) {
            if (next == to || next == "everything") return true;
            if (seen.insert(next).second) open.push_back(next);
        }
    }
    return false;
}

Arrows read_arrows(std::string_view readme) {
    static const std::regex two_spaces("\\s{2,}");
    static const std::regex arrow_sign("\\s*" + arrow + "\\s*");
    Arrows arrows;
    std::istringstream lines{std::string(readme)};
    std::string line;
    bool after_fence = false;
    bool inside = false;
    while (std::getline(lines, line)) {
        const bool fence = line.starts_with("```");
        if (inside && fence) break;
        if (after_fence && line.starts_with("main " + arrow)) inside = true;
        after_fence = fence;
        if (!inside) continue;
        for (const std::string& statement : split(line, two_spaces)) {
            const std::vector<std::string> sides = split(statement, arrow_sign);
            for (std::size_t i = 0; i < sides.size(); ++i) {
                for (const std::string& from : names_in(sides[i])) {
                    std::set<std::string>& targets = arrows.direct[from];
                    if (i + 1 == sides.size()) continue;
                    for (const std::string& to : names_in(sides[i + 1])) targets.insert(to);
                }
            }
        }
    }
    return arrows;
}

Findings cycles(const Arrows& arrows) {
    Findings findings;
    for (const auto& [room, targets] : arrows.direct) {
        for (const std::string& next : targets) {
            if (next != "everything" && arrows.allows(next, room)) {
                findings.push_back(room + " comes back to itself through " + next);
            }
        }
    }
    return findings;
}

std::string room_of(const std::string& path) {
    const auto first = path.find('/');
    const std::string top = path.substr(0, first);
    const std::string rest = first == std::string::npos ? "" : path.substr(first + 1);
    if (top == "server") {
        const auto second = rest.find('/');
        return second == std::string::npos ? "main" : rest.substr(0, second);
    }
    if (top == "labels" && starts_with_any(rest, {"code.", "gs1.", "reader."})) return "label_code";
    return top;
}

Findings includes_against_arrows(const Files& files, const Arrows& arrows) {
    std::set<std::string> ours;
    for (const SourceFile& file : files) ours.insert(file.path);

    // As the compiler looks: beside the file, then from the root, then from server/.
    const auto find = [&](const SourceFile& file, const std::string& target) -> std::string {
        const std::filesystem::path beside = std::filesystem::path(file.path).parent_path();
        for (const auto& base :
             {beside, std::filesystem::path(), std::filesystem::path("server")}) {
            const std::string candidate = (base / target).lexically_normal().generic_string();
            if (ours.count(candidate) != 0) return candidate;
        }
        return "";
    };

    Findings findings;
    for (const SourceFile& file : files) {
        const std::string from = room_of(file.path);
        if (from == "tests") continue;
        if (!arrows.has(from)) {
            findings.push_back(file.path + ": the picture has no room " + from);
            continue;
        }
        for (const Include& include : includes_of(file)) {
            const std::string target = find(file, include.target);
            if (target.empty() || arrows.allows(from, room_of(target))) continue;
            findings.push_back(place(file, include.line) + from + " includes " + target +
                               ", and no arrow leads from " + from + " to " + room_of(target));
        }
    }
    return findings;
}

Findings libraries_out_of_place(const Files& files) {
    Findings findings;
    for (const SourceFile& file : files) {
        if (file.path.starts_with("tests/")) continue;
        const bool domain = file.path.starts_with("server/domain/");
        const bool network = starts_with_any(file.path, {"server/http/", "scanner-client/"});
        for (const auto& [line, target] : includes_of(file)) {
            const bool boost = target.starts_with("boost/");
            const bool sql = starts_with_any(target, {"soci/", "soci.h", "sqlite3", "libpq"});
            const bool net = starts_with_any(target, {"boost/asio", "boost/beast"});
            if (sql && !file.path.starts_with("db/")) {
                findings.push_back(place(file, line) + "SOCI, SQLite and libpq belong to db/");
            }
            if (net && !network) {
                findings.push_back(place(file, line) +
                                   "Asio and Beast belong to server/http/ and scanner-client/");
            }
            const bool plain = target.find_first_of("/.") == std::string::npos;
            if (domain && (boost || !(plain || target == "tl/expected.hpp" ||
                                      target.starts_with("domain/")))) {
                findings.push_back(place(file, line) + "domain knows std and tl::expected only");
            }
        }
    }
    return findings;
}

Findings coroutines_out_of_place(const Files& files) {
    static const std::regex coroutine(R"(\bco_(await|return|yield)\b)");
    // By shape, as help and not as proof; the ASan build with g++ watches too.
    static const std::regex miscompiled(
        R"(co_(await|yield)\b[^;{}]*(\[[^\]]*\]\s*(\(|\{|mutable|->)|[\w:>]\s*\{|\(\s*\{))");
    Findings findings;
    for (const SourceFile& file : files) {
        if (file.path.starts_with("tests/") || file.text.find("co_") == std::string::npos) continue;
        const bool http = file.path.starts_with("server/http/");
        const std::string code = code_of(file.text);
        for (std::sregex_iterator it(code.begin(), code.end(), http ? miscompiled : coroutine), end;
             it != end; ++it) {
            const std::size_t line = line_of(code, static_cast<std::size_t>(it->position()));
            findings.push_back(place(file, line) +
                               (http ? "a lambda or a braced temporary in a statement with co_await"
                                     : "coroutines belong to server/http/"));
        }
    }
    return findings;
}

Findings links_against_arrows(const Files& cmake_lists, const Arrows& arrows) {
    static const std::regex call(R"(target_link_libraries\s*\(([^)]*)\))");
    static const std::regex spaces("\\s+");
    static const std::regex comment("#[^\n]*");
    Findings findings;
    for (const SourceFile& file : cmake_lists) {
        const std::string text = std::regex_replace(file.text, comment, "");
        for (std::sregex_iterator it(text.begin(), text.end(), call), end; it != end; ++it) {
            const std::vector<std::string> words = split((*it)[1], spaces);
            const std::string from = words.empty() ? "" : room_of_target(words[0]);
            if (from.empty() || from == "tests") continue;
            for (std::size_t i = 1; i < words.size(); ++i) {
                const std::string to = room_of_target(words[i]);
                if (to.empty() || arrows.allows(from, to)) continue;
                findings.push_back(file.path + ": " + words[0] + " links " + words[i] +
                                   ", and no arrow leads from " + from + " to " + to);
            }
        }
    }
    return findings;
}

Findings folders_without_readme(const std::vector<std::string>& paths) {
    std::set<std::string> with_sources;
    std::set<std::string> with_readme;
    for (const std::string& path : paths) {
        const std::filesystem::path file(path);
        const std::string folder =
            path.starts_with("tests/") ? "tests" : file.parent_path().generic_string();
        if (file.extension() == ".cpp" || file.extension() == ".hpp") with_sources.insert(folder);
        if (file.filename() == "README.md") with_readme.insert(file.parent_path().generic_string());
    }
    Findings findings;
    for (const std::string& folder : with_sources) {
        if (with_readme.count(folder) == 0) findings.push_back(folder + "/ has no README.md");
    }
    return findings;
}

}  // namespace house
