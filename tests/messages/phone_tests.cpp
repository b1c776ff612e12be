// Phone numbers as people write them, and what providers get.

#include <catch2/catch.hpp>

#include "messages/phone.hpp"

TEST_CASE("a number is told apart from what is none, however it is written") {
    for (const auto& [written, number] : std::map<std::string, std::string>{
             {"90000010", "+4790000010"},
             {"900 00 010", "+4790000010"},
             {"90\xC2\xA0"
              "00\xC2\xA0"
              "00 10",
              "+4790000010"},
             {"+47 900 00 010", "+4790000010"},
             {"0047 90000010", "+4790000010"},
             {"47 90 00 00 10", "+4790000010"},
             {"(+47) 900.00-010", "+4790000010"},
             {"22 00 00 00", "+4722000000"},
             {"+46 70 123 45 67", "+46701234567"},
             {"0045 20123456", "+4520123456"},
             {"+1 202 555 0100", "+12025550100"},
         }) {
        INFO(written);
        CHECK(messages::to_e164(written) == number);
    }
    for (const char* written : {"",
                                " ",
                                "9000001",
                                "900000101",
                                "00000000",
                                "12345678",
                                "+47 9000001",
                                "+47 900000101",
                                "+0 12345678",
                                "+1234567",
                                "+1234567890123456",
                                "0700000000",
                                "110",
                                "02800",
                                "9000001O",
                                "90000010; 90000011",
                                "+",
                                "++4790000010",
                                "90000010\r\n",
                                "+47 12345678",
                                "٩٠٠٠٠٠١٠"}) {
        INFO(written);
        CHECK_FALSE(messages::to_e164(written));
    }
}

TEST_CASE("an SMS goes to a mobile number") {
    CHECK(messages::to_mobile("400 00 000") == "+4740000000");
    CHECK(messages::to_mobile("900 00 000") == "+4790000000");
    CHECK(messages::to_mobile("+46 70 123 45 67") == "+46701234567");
    CHECK_FALSE(messages::to_mobile("33 41 60 00"));
    CHECK_FALSE(messages::to_mobile("22 00 00 00"));
    CHECK_FALSE(messages::to_mobile("nobody"));
}
