#include "bench/labels.hpp"

#include <cstdint>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <qrencode.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "labels/labels.hpp"

extern char** environ;

namespace bench {
namespace {

constexpr std::uint32_t count = 10'000;
constexpr const char* host = "kl.example.no";
constexpr Aim time_aim{Bound::at_most, 3};      // times the symbols alone
constexpr Aim memory_aim{Bound::at_most, 256};  // MiB

struct Aid {
    labels::LabelCode code;
    std::string product;
};

// Names of the lengths that a depot has.
std::vector<Aid> aids() {
    const std::vector<std::string> names{
        "Rullator Gemino 20", "Dusjkrakk", "Toalettforhøyer Etac Hi-Loo med armlener, 10 cm",
        "Seng Opus 5", "Rullestol Cross 5 XL, setebredde 48 cm, med antitipp og benstøtte"};
    std::vector<Aid> all;
    for (std::uint32_t i = 0; i < count; ++i) {
        constexpr std::uint32_t spread = 104'729;
        all.push_back(
            {labels::LabelCode::from_number(i * spread % (1U << 30)), names[i % names.size()]});
    }
    return all;
}

double processor_seconds() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

template <class F>
double seconds(F f) {
    const double before = processor_seconds();
    f();
    return processor_seconds() - before;
}

double seconds_for_symbols(const std::vector<Aid>& aids) {
    std::vector<std::string> payloads;
    for (const Aid& aid : aids) payloads.push_back(aid.code.payload(host));
    return seconds([&] {
        for (const std::string& payload : payloads) {
            QRcode* code = QRcode_encodeString(payload.c_str(), 0, QR_ECLEVEL_H, QR_MODE_8, 0);
            if (code == nullptr) throw std::runtime_error("libqrencode made no symbol");
            QRcode_free(code);
        }
    });
}

double seconds_for_labels(const std::vector<Aid>& aids) {
    labels::Issuer issuer;
    issuer.host = host;
    return seconds([&] {
        std::vector<labels::Label> made;
        for (const Aid& aid : aids) made.push_back(item_label(aid.code, aid.product, issuer));
        const auto file = write_labels(labels::Format::pdf, *labels::find_stock("L7160"), 1, made);
        if (!file) throw std::runtime_error("no labels");
    });
}

double peak_of_program(const std::vector<Aid>& aids, const std::filesystem::path& folder) {
    const std::filesystem::path input = folder / "codes";
    std::ofstream codes(input);
    for (const Aid& aid : aids) codes << aid.code.text() << '\t' << aid.product << '\n';
    codes.close();

    std::vector<std::string> words{KL_LABELS_BINARY};
    for (const char* word : {"--format", "pdf", "--host", host, "-o", "/dev/null"}) {
        words.emplace_back(word);
    }
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, input.c_str(), O_RDONLY, 0);
    pid_t process = -1;
    const int failed =
        ::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = -1;
    rusage usage{};
    if (failed != 0 || ::wait4(process, &status, 0, &usage) != process || status != 0) {
        throw std::runtime_error("korttidslager-labels failed");
    }
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

Report measure_labels(const std::filesystem::path& folder, int rounds) {
    const std::vector<Aid> all = aids();
    std::vector<double> symbols;
    std::vector<double> made;
    for (int round = 0; round < rounds; ++round) {
        symbols.push_back(seconds_for_symbols(all));
        made.push_back(seconds_for_labels(all));
    }
    Report report;
    report.values = {
        {"labels", "10,000 labels as PDF, processor time", median(made), "s"},
        {"symbols", "their symbols by libqrencode alone, processor time", median(symbols), "s"},
        {"labels_to_symbols", "labels / symbols", median(made) / median(symbols), "", time_aim},
        {"labels_memory", "most memory of korttidslager-labels", peak_of_program(all, folder),
         "MiB", memory_aim}};
    return report;
}

}  // namespace bench
