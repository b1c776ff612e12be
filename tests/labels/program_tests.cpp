// korttidslager-labels, as somebody meets it in a terminal.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "labels/picture.hpp"
#include "support/program.hpp"
#include "support/temp_database.hpp"

namespace {

support::ProgramResult shell(std::string command) {
    std::vector<std::string> words{"/bin/sh"};
    words.emplace_back("-c");
    words.push_back(std::move(command));
    return support::run(words);
}

// Its options as a shell takes them, and what is on its standard input.
support::ProgramResult labels_program(const std::string& options, const std::string& input = {}) {
    const support::TempDatabase directory;
    const auto file = directory.folder() / "codes";
    std::ofstream(file, std::ios::binary) << input;
    return shell(KL_LABELS_BINARY " " + options + " < " + file.string());
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the label program says what it is and refuses what it does not know", "[labels]") {
    CHECK(labels_program("--help").status == 0);
    CHECK(has(labels_program("--help").output, "tze-24"));
    CHECK(labels_program("--version").output.starts_with("korttidslager-labels "));
    for (const char* options : {
             "", "7K3QF27", "--format doc 7K3QF27", "--format pdf --stock L9999 7K3QF27",
             "--format pdf --start 22 7K3QF27", "--format pdf --start 0 7K3QF27",
             "--format pdf --start -1 7K3QF27", "--format zpl --start 2 7K3QF27",
             "--format pdf --host https://kl.no 7K3QF27",
             "--format pdf --stock tze-24 --host $(printf %0300d 0) 7K3QF27",
             "--format png --stock tze-24 7K3QF27 7K3QF27", "--format pdf --colour red 7K3QF27",
             "--format pdf",  // with nothing on standard input
         }) {
        INFO(options);
        const auto result = labels_program(options, "");
        CHECK(result.status == 2);
        CHECK(result.output.empty());
        CHECK_FALSE(result.error.empty());
    }
    CHECK(has(labels_program("--format pdf --stock x 7K3QF27").error, "zebra-57x32"));
}

TEST_CASE("all wrong codes are named with their lines, and nothing is made", "[labels]") {
    const auto result = labels_program(
        "--format zpl", "7K3QF27\n\n7K3QF28\tRullator\r\nnonsense\n 7k3-qf2-7 \t\n\xFF\n");
    CHECK(result.status == 2);
    CHECK(result.output.empty());
    CHECK(result.error ==
          "line 3: 7K3QF28: its check symbol is wrong\n"
          "line 4: nonsense: not a label code\n"
          "line 6: \xFF: not a label code\n"
          "no label was made\n");
    const auto words = labels_program("--format zpl 7K3QF27 7K3QF2");
    CHECK(words.error == "code 2: 7K3QF2: not a label code\nno label was made\n");
}

TEST_CASE("codes come as words or as lines with the product behind a tab", "[labels]") {
    const auto words = labels_program("--format zpl 7k3-qf2-7 7K3QF27");
    CHECK(words.status == 0);
    CHECK(words.error.empty());
    const auto lines = labels_program("--format zpl --stock zebra-50x25",
                                      "\xEF\xBB\xBF"
                                      "7K3QF27\r\n7K3-QF2-7\n\n");
    CHECK(lines.output == words.output);
    const auto named =
        labels_program("--format zpl --owner Larvik --return-to 'Torget 1' --host kl.example",
                       "7K3QF27\tKrykke\n");
    CHECK(has(named.output, "^FH_^FDKrykke^FS"));
    CHECK(has(named.output, "Larvik"));
    CHECK(has(named.output, "Torget 1"));
}

TEST_CASE("a file is written whole, or the program says that it could not", "[labels]") {
    const support::TempDatabase directory;
    const auto file = directory.folder() / "label.png";
    const auto result =
        labels_program("--format png --stock zebra-50x25 -o " + file.string() + " 7K3QF27");
    CHECK(result.status == 0);
    CHECK(result.output.empty());
    const auto read = decode(label_tests::Picture::read_png(file));
    REQUIRE(read);
    CHECK(read->text == "7K3QF27");

    const auto nowhere = labels_program("--format zpl -o /no/such/folder/label.zpl 7K3QF27");
    CHECK(nowhere.status == 1);
    CHECK(has(nowhere.error, "/no/such/folder/label.zpl"));
    CHECK(shell(KL_LABELS_BINARY " --format zpl 7K3QF27 > /dev/full").status == 1);
}
