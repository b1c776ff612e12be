#pragma once
// 10,000 labels as PDF beside libqrencode alone, which makes the same symbols in the same run.

#include <filesystem>

namespace bench {

struct LabelFigures {
    double labels = 0;   // seconds of one processor for the labels, symbols included
    double symbols = 0;  // seconds for the same symbols by libqrencode alone
    long peak_kib = 0;   // most memory of korttidslager-labels making them

    double ratio() const { return labels / symbols; }
};

constexpr double labels_aim = 3;               // at most so many times the symbols alone
constexpr long label_memory_aim = 256 * 1024;  // KiB, at most

// The medians of so many rounds. `folder` is for the codes that the program reads.
LabelFigures measure_labels(const std::filesystem::path& folder, int rounds);

void print(const LabelFigures& figures);

}  // namespace bench
