#pragma once
// Checks of the house: which folder may use which, and which library belongs where. Plain functions
// on texts, so that the tests can show each of them a fault. Each finding is one sentence.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace house {

struct SourceFile {
    std::string path;  // from the project's root, with '/': "server/depot/lend.cpp"
    std::string text;
};
using Files = std::vector<SourceFile>;
using Findings = std::vector<std::string>;

// The picture: every room and the rooms it may use directly. "everything" is a room like others
// here; who points at it may use all.
struct Arrows {
    std::map<std::string, std::set<std::string>> direct;

    // Directly or through others: a use of what one's neighbour hands out is fine.
    bool allows(const std::string& from, const std::string& to) const;
    bool has(const std::string& room) const { return direct.count(room) != 0; }
};

// Reads the fenced block whose first line starts with "main →"; no rooms when there is none.
// Statements on a line are two or more spaces apart; "a → {b, c} → d" is four arrows.
Arrows read_arrows(std::string_view readme);

// Rooms that can come back to themselves by their arrows.
Findings cycles(const Arrows& arrows);

// "server/depot/lend.cpp" is of depot; server/*.cpp of main; labels/ has two rooms.
std::string room_of(const std::string& path);

// Quoted or angled includes of our own files, against the arrows.
Findings includes_against_arrows(const Files& files, const Arrows& arrows);

// SOCI and SQLite only in db/, Asio and Beast only in server/http/ and scanner-client/, nothing but
// std and tl::expected in server/domain/. Tests may use everything.
Findings libraries_out_of_place(const Files& files);

// Coroutines outside server/http/, and the statements there that g++ 12 miscompiles: a lambda with
// captures or a braced temporary together with co_await.
Findings coroutines_out_of_place(const Files& files);

// target_link_libraries of the kl_* targets and the programs, in the texts of CMakeLists.txt files.
Findings links_against_arrows(const Files& cmake_lists, const Arrows& arrows);

// Folders with sources and no README.md; one in tests/ speaks for the folders below it.
// Paths of all files; only their names matter.
Findings folders_without_readme(const std::vector<std::string>& paths);

}  // namespace house
