#pragma once
// Depots with a past, as korttidslager-server generate makes them, small and large alike.

#include <filesystem>
#include <string>
#include <vector>

#include "bench/depot.hpp"

namespace bench {

struct Size {
    std::size_t items = 0;
    std::size_t loans = 0;
};

// A new database of that size, always from the same seed.
void generate(const std::filesystem::path& file, const Size& size);

// The same, kept in the folder for the next run; made again when its tables are not those of
// `like`.
std::filesystem::path kept_generated(const std::filesystem::path& folder, const Size& size,
                                     const std::filesystem::path& like);

// A generated depot to be measured on a copy of its own, so that the original stays as it is.
class GeneratedDepot {
public:
    GeneratedDepot(std::filesystem::path original, std::filesystem::path copy);

    // The depot with aids that are ready for a cycle, chosen at random over all of it, each with a
    // borrower of its own. No aid comes twice out of one copy; when there are none left, the next
    // copy begins.
    PreparedDepot fresh();

    // Codes of any aids, chosen at random.
    const std::vector<std::string>& codes() const { return codes_; }
    const PreparedDepot& depot() const { return depot_; }

private:
    void copy_original();

    std::filesystem::path original_;
    PreparedDepot depot_;
    std::vector<PreparedItem> free_;
    std::vector<std::string> codes_;
    std::size_t used_ = 0;
};

// Waits until the file is on the disk and nothing of it is in the kernel's memory.
void forget_pages(const std::filesystem::path& file);

}  // namespace bench
