#include "domain/borrower.hpp"

#include <catch2/catch.hpp>

// The numbers are published: Skatteetaten's examples of the rule of 2032, the synthetic persons and
// D-numbers of NAV's and Skatteetaten's documentation. None can belong to a person.
TEST_CASE("published synthetic national numbers are valid by the rule of today or of 2032") {
    for (const char* number :
         {"02013299997", "02013299903", "30108299920", "30108299939", "13820599335", "26848497710",
          "26928698180", "41814061033", "41814065640", "41814075603", "41810021827", "41810025091",
          "41810034422"}) {
        INFO(number);
        CHECK(domain::valid_national_number(number));
    }
}

TEST_CASE("a national number with one wrong digit is refused") {
    const std::string right = "13820599335";
    int refused = 0;
    for (std::size_t place = 0; place < right.size(); ++place) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            if (digit == right[place]) continue;
            std::string wrong = right;
            wrong[place] = digit;
            refused += domain::valid_national_number(wrong) ? 0 : 1;
        }
    }
    // The second control digit finds every one of the 99.
    CHECK(refused == 99);
}

TEST_CASE("what is not eleven digits of a possible day is no national number") {
    for (const char* text : {"", "1382059933", "138205993355", "1382059933x", "13 82059933",
                             "00000000000", "99999999999"}) {
        INFO(text);
        CHECK_FALSE(domain::valid_national_number(text));
    }
}
