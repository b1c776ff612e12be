#include "labels/reader.hpp"

#include <cstddef>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

#include "support/csv_table.hpp"

using namespace labels;
using namespace std::string_view_literals;

namespace {

// "\x1D", "\r", "\n", "\t" and "\\" as the tables write them.
std::string unescaped(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        if (text.front() != '\\') {
            result.push_back(text.front());
            text.remove_prefix(1);
            continue;
        }
        switch (text.at(1)) {
            case 'x':
                result.push_back(
                    static_cast<char>(std::stoi(std::string(text.substr(2, 2)), nullptr, 16)));
                text.remove_prefix(4);
                continue;
            case 'r':
                result.push_back('\r');
                break;
            case 'n':
                result.push_back('\n');
                break;
            case 't':
                result.push_back('\t');
                break;
            default:
                result.push_back(text.at(1));
                break;
        }
        text.remove_prefix(2);
    }
    return result;
}

// "01=…;21=…", the form of the tables.
std::string gs1_text(const Gs1& fields) {
    std::string text;
    for (const auto& [ai, value] :
         {std::pair{"01", fields.gtin}, std::pair{"10", fields.lot},
          std::pair{"11", fields.produced}, std::pair{"17", fields.expires},
          std::pair{"21", fields.serial}, std::pair{"8003", fields.grai},
          std::pair{"8004", fields.giai}}) {
        if (!value.empty()) {
            text += (text.empty() ? "" : ";") + std::string(ai) + "=" + value;
        }
    }
    return text;
}

struct KindAndValue {
    std::string kind;
    std::string value;
    bool operator==(const KindAndValue&) const = default;
};

struct Describe {
    KindAndValue operator()(const OwnCode& own) const { return {"own", own.code.text()}; }
    KindAndValue operator()(const WrongCheck& wrong) const { return {"wrong_check", wrong.text}; }
    KindAndValue operator()(const Gs1& gs1) const { return {"gs1", gs1_text(gs1)}; }
    KindAndValue operator()(const Command& command) const { return {"command", command.name}; }
    KindAndValue operator()(const Badge& badge) const { return {"badge", badge.staff}; }
    KindAndValue operator()(const LoanSlip& slip) const {
        return {"slip", std::to_string(slip.loan)};
    }
    KindAndValue operator()(const ShelfLabel& shelf) const { return {"shelf", shelf.name}; }
    KindAndValue operator()(const HmsNumber& hms) const { return {"hms", hms.digits}; }
    KindAndValue operator()(const Unread& unread) const { return {"unread", unread.text}; }
};

KindAndValue described(std::string_view raw) { return std::visit(Describe{}, read_scan(raw)); }

KindAndValue unread(std::string_view text) { return {"unread", std::string(text)}; }

}  // namespace

TEST_CASE("every code of the table is read as what was meant") {
    const auto rows = support::read_csv(KL_TESTS_DIR "/labels/mangled_codes.csv");
    REQUIRE(rows.size() >= 80);
    std::set<std::string> kinds;
    for (const support::CsvRow& row : rows) {
        CAPTURE(row[0]);
        const KindAndValue reading = described(unescaped(row[0]));
        CHECK(reading.kind == row[1]);
        CHECK(reading.value == unescaped(row[2]));
        kinds.insert(row[1]);
    }
    CHECK(kinds.size() == std::variant_size_v<Reading>);
}

TEST_CASE("every payload is read back, also through a Norwegian keyboard layout") {
    std::mt19937 random{7};
    for (int i = 0; i < 2000; ++i) {
        const LabelCode code = LabelCode::from_number(static_cast<std::uint32_t>(random()) >> 2);
        const KindAndValue expected{"own", code.text()};
        REQUIRE(described(code.payload("kl.example.no")) == expected);
        REQUIRE(described(code.payload("")) == expected);
        REQUIRE(described("HTTPS\xC3\x98--KL.EXAMPLE.NO-E-" + code.text()) == expected);
    }
}

TEST_CASE("no single wrong symbol of an address becomes another code") {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const std::string good = "HTTPS\xC3\x98--HOST-E-7K3QF27";
    for (std::size_t i = good.size() - 7; i < good.size(); ++i) {
        for (const char symbol : alphabet) {
            std::string misread = good;
            misread[i] = symbol;
            CHECK(described(misread).kind == (misread == good ? "own" : "wrong_check"));
        }
    }
}

TEST_CASE("after a GS1 prefix GS1 comes first, and else our own code") {
    // A real code that is also a whole element string: lot "Y…".
    const std::string ambiguous = LabelCode::parse("10XY0ZS").value().text();
    CHECK(described(ambiguous) == KindAndValue{"own", ambiguous});
    CHECK(described("]C0" + ambiguous) == KindAndValue{"own", ambiguous});
    for (const auto& prefix : {"]C1"sv, "]d2"sv, "]Q3"sv, "]D2"sv, "\xC2\xA8q3"sv}) {
        CAPTURE(prefix);
        CHECK(described(std::string(prefix) + ambiguous) == KindAndValue{"gs1", "10=XY0ZS"});
        CHECK(described(std::string(prefix) + "7K3QF27") == KindAndValue{"own", "7K3QF27"});
    }
}

TEST_CASE("a mangled prefix tells that the rest is mangled as well") {
    CHECK(described("010704626139857221A+B") == KindAndValue{"gs1", "01=07046261398572;21=A+B"});
    CHECK(described("\xC2\xA8"
                    "d2010704626139857221A+B") == KindAndValue{"gs1", "01=07046261398572;21=A-B"});
}

TEST_CASE("a text that is not understood comes back word for word, without prefix and blanks") {
    CHECK(described(" ]C0 sn 12-b \r\n") == unread("sn 12-b"));
    CHECK(described("\xC3\x85se1") == unread("\xC3\x85se1"));
    CHECK(described("\xC3\xA5"
                    "b1 hylle") == unread("\xC3\xA5"
                                          "b1 hylle"));
    CHECK(described("7K3QF27 7K3QF27") == unread("7K3QF27 7K3QF27"));
    CHECK(described("7K3QF27\n7K3QF27") == unread("7K3QF27\n7K3QF27"));
    CHECK(described("se https://host/e/7K3QF27") == unread("se https://host/e/7K3QF27"));
}

TEST_CASE("bytes that are no text, and too much text, are unread") {
    CHECK(described("7K3QF27\0"sv) == unread("7K3QF27\0"sv));
    CHECK(described("\0"sv) == unread("\0"sv));
    CHECK(described("]\xFF"sv) == unread("]\xFF"sv));
    CHECK(described("\xCC\x88") == unread("\xCC\x88"));
    const std::string long_text(10 * 1024, '7');
    CHECK(described(long_text) == unread(long_text));
    CHECK(described("7K3QF27" + std::string(505, ' ')) == KindAndValue{"own", "7K3QF27"});
    CHECK(described("7K3QF27" + std::string(506, ' ')).kind == "unread");
    CHECK(described("7K3QF27" + std::string(505, '-')) == KindAndValue{"own", "7K3QF27"});
}

TEST_CASE("random bytes and damaged scans are read without harm, and to the same end twice") {
    const std::vector<std::string> starts{"",
                                          "]d2",
                                          "]C1",
                                          "\xC2\xA8Q1",
                                          "(01)",
                                          "01070462613985722",
                                          "https://x/01/07046261398572/21/%",
                                          "HTTPS\xC3\x98--HOST-E-7K3QF27",
                                          "%MEG",
                                          "Q\xCC\x88"
                                          "1",
                                          "\xC3\x8B"
                                          "0",
                                          "]Q3(8003)07046261398572"};
    std::mt19937 random{99};
    for (int round = 0; round < 40000; ++round) {
        std::string text = starts[random() % starts.size()];
        text.resize(text.size() - random() % (text.size() + 1) / 4);
        for (auto more = random() % 24; more > 0; --more) {
            constexpr std::string_view usual =
                "0121708()%-+/\x1D#{}<>GS~^|\xC3\x98\xC2\xA8]EQ73?=&";
            text.push_back(random() % 4 == 0 ? static_cast<char>(random() % 256)
                                             : usual[random() % usual.size()]);
        }
        REQUIRE(described(text) == described(text));
    }
}
