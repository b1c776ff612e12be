#include <catch2/catch.hpp>

#include "domain/notice.hpp"

TEST_CASE("serial numbers stand in their own order: by length, then by their characters") {
    CHECK(domain::serial_before("A998", "A1000"));
    CHECK_FALSE(domain::serial_before("A1000", "A998"));
    CHECK(domain::serial_before("A0001", "A0002"));
    CHECK(domain::serial_before("A0009", "A000A"));
    CHECK(domain::serial_before("A0001", "a0001"));
    CHECK_FALSE(domain::serial_before("A1", "A1"));
    // Characters and not bytes are counted.
    CHECK(domain::serial_before("ØØØ", "AAAA"));
}

TEST_CASE("both ends belong to a range of serial numbers") {
    const domain::SerialRange range{"A998", "A1002"};
    for (const char* serial : {"A998", "A999", "A1000", "A1002", "B000", "A0000"}) {
        INFO(serial);
        CHECK(domain::in_range(serial, range));
    }
    for (const char* serial : {"A997", "A1003", "A10000", "Z", "", "B0000"}) {
        INFO(serial);
        CHECK_FALSE(domain::in_range(serial, range));
    }
}

TEST_CASE("a range is cut into stretches of one length") {
    const domain::SerialRange range{"A98", "A1002"};
    const auto first = domain::stretch_of(range, 3);
    CHECK(first.least == "A98");
    CHECK_FALSE(first.most);
    const auto middle = domain::stretch_of(range, 4);
    CHECK_FALSE(middle.least);
    CHECK_FALSE(middle.most);
    const auto last = domain::stretch_of(range, 5);
    CHECK_FALSE(last.least);
    CHECK(last.most == "A1002");
    const auto only = domain::stretch_of({"A1", "A9"}, 2);
    CHECK(only.least == "A1");
    CHECK(only.most == "A9");
}
