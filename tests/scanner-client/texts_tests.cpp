#include <catch2/catch.hpp>

#include <cstring>

#include "scanner-client/answer.hpp"
#include "scanner-client/texts.hpp"

using scanner::Texts;

namespace {

// A Texts is nothing but texts.
static_assert(std::is_trivially_copyable_v<Texts> && sizeof(Texts) % sizeof(std::string_view) == 0);
constexpr std::size_t count = sizeof(Texts) / sizeof(std::string_view);

std::vector<std::string_view> all(const Texts& texts) {
    std::vector<std::string_view> list(count);
    std::memcpy(static_cast<void*>(list.data()), &texts, sizeof texts);
    return list;
}

std::size_t blanks_to_fill(std::string_view text) {
    std::size_t found = 0;
    for (auto at = text.find("{}"); at != std::string_view::npos; at = text.find("{}", at + 2)) {
        ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("everything the scanner says is there in bokmål and in nynorsk") {
    const auto nb = all(scanner::texts_in("nb"));
    const auto nn = all(scanner::texts_in("nn"));
    CHECK(scanner::texts_in("xx").mode_in == scanner::texts_in("nb").mode_in);
    std::size_t same = 0;
    for (std::size_t i = 0; i < count; ++i) {
        CAPTURE(nb[i], nn[i]);
        CHECK_FALSE(nb[i].empty());
        CHECK_FALSE(nn[i].empty());
        CHECK(blanks_to_fill(nb[i]) == blanks_to_fill(nn[i]));
        for (const char* word : {" ikke ", " noen ", " hva ", " hvem ", " lagret", " serveren"}) {
            CHECK(nn[i].find(word) == std::string_view::npos);
        }
        if (nb[i] == nn[i]) ++same;
    }
    CHECK(same < count / 2);
}

TEST_CASE("an answer is one line, whatever is in it") {
    scanner::Answer answer;
    answer.kind = scanner::Kind::done;
    answer.text = "Inn: Rullator\nstor\x1b[31m";
    answer.attention = {"19 dager over fristen\r\n"};
    answer.choices = {"Kari\tPrøve"};
    const std::string line = scanner::as_text(answer, {"in", 3}, "nb");
    CHECK(std::none_of(line.begin(), line.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    CHECK(line.find("!! 19 dager over fristen") != std::string::npos);
    CHECK(line.find("3 venter på serveren") != std::string::npos);
    CHECK(line.find("[1] Kari Prøve") != std::string::npos);
    const std::string json = scanner::as_json(answer, {"in", 3});
    CHECK(json.find('\n') == std::string::npos);
    CHECK(json.find(R"("waiting":3)") != std::string::npos);
}
