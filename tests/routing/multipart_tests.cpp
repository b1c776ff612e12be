// Forms with a file in them, as browsers and curl send them, and as nobody should.

#include <catch2/catch.hpp>

#include "routing/multipart.hpp"

using routing::parse_multipart;
using Texts = std::vector<std::string>;

namespace {

const std::string type = "multipart/form-data; boundary=XyZ";

// "name=content", with "<filename>" before the content of a file; "none" when it was refused.
Texts read(const std::string& content_type, const std::string& body) {
    const auto parts = parse_multipart(content_type, body);
    if (!parts) return {"none"};
    Texts all;
    for (const routing::Part& part : *parts) {
        all.push_back(part.name + "=" + (part.filename ? "<" + *part.filename + ">" : "") +
                      std::string(part.content));
    }
    return all;
}

const std::string disposition = "Content-Disposition: form-data; ";
const std::string head_of_a = disposition + "name=\"a\"\r\n\r\n";

}  // namespace

TEST_CASE("a form is read as browsers and curl write it") {
    // Chromium.
    CHECK(read("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
               "------WebKitFormBoundary7MA4YWxkTrZu0gW\r\n"
               "Content-Disposition: form-data; name=\"kind\"\r\n\r\ndamage\r\n"
               "------WebKitFormBoundary7MA4YWxkTrZu0gW\r\n"
               "Content-Disposition: form-data; name=\"photo\"; filename=\"b\xc3\xb8yd "
               "%22hjul%22.jpg\"\r\n"
               "Content-Type: image/jpeg\r\n\r\n\xff\xd8\r\n--\r\n\xff\xd9\r\n"
               "------WebKitFormBoundary7MA4YWxkTrZu0gW--\r\n") ==
          Texts{"kind=damage", "photo=<b\xc3\xb8yd %22hjul%22.jpg>\xff\xd8\r\n--\r\n\xff\xd9"});
    // curl, with a name it must escape; a field and a file left empty.
    CHECK(read("multipart/form-data; boundary=------------------------d74496d66958873e",
               "--------------------------d74496d66958873e\r\n"
               "Content-Disposition: form-data; name=\"photo\"; filename=\"a\\\"b\\\\.png\"\r\n"
               "Content-Type: application/octet-stream\r\n\r\n\r\n"
               "--------------------------d74496d66958873e\r\n"
               "Content-Disposition: form-data; name=\"note\"\r\n\r\n\r\n"
               "--------------------------d74496d66958873e--\r\n") ==
          Texts{"photo=<a\"b\\.png>", "note="});
    CHECK(read("Multipart/Form-Data;charset=utf-8;BOUNDARY=\"X y:Z\"",
               "--X y:Z\r\ncontent-disposition: FORM-DATA; name=a\r\n\r\n1\r\n--X y:Z--") ==
          Texts{"a=1"});
    CHECK(read(type, "--XyZ--\r\n").empty());
}

TEST_CASE("content may hold all that is not the boundary") {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    for (const std::string& content :
         {all, std::string("--XyZ"), std::string("\r\n--XyY"), std::string("\r\n-"),
          std::string("\n--XyZ--"), std::string("\r\n\r\n")}) {
        CHECK(read(type, "--XyZ\r\n" + head_of_a + content + "\r\n--XyZ--\r\n") ==
              Texts{"a=" + content});
    }
}

TEST_CASE("what is no form is refused") {
    const std::string good = "--XyZ\r\n" + head_of_a + "1\r\n--XyZ--\r\n";
    REQUIRE(read(type, good) == Texts{"a=1"});
    for (const std::string& bad_type :
         {std::string(), std::string("multipart/form-data"),
          std::string("multipart/form-data; boundary="),
          std::string("multipart/form-data; boundary=\"\""),
          std::string("multipart/form-data; boundary=XyZ; boundary=XyZ"),
          std::string("multipart/form-data; boundary=\"XyZ"),
          std::string("multipart/form-data; boundary=XyZ; x"),
          std::string("multipart/form-data, boundary=XyZ"),
          std::string("multipart/form-datax; boundary=XyZ"),
          std::string("multipart/mixed; boundary=XyZ"),
          std::string("application/x-www-form-urlencoded; boundary=XyZ"),
          "multipart/form-data; boundary=" + std::string(71, 'x'),
          std::string("multipart/form-data; boundary=\"Xy\x01Z\"")}) {
        INFO(bad_type);
        CHECK(read(bad_type, good) == Texts{"none"});
    }
    const auto with_head = [](const std::string& head) {
        return "--XyZ\r\n" + head + "\r\n\r\n1\r\n--XyZ--\r\n";
    };
    std::string many;
    for (int i = 0; i < 17; ++i) {
        many += "--XyZ\r\n" + disposition + "name=\"a" + std::to_string(i) + "\"\r\n\r\n1\r\n";
    }
    for (const std::string& bad :
         Texts{std::string(),
               std::string("--XyZ"),
               std::string("--XyZ-"),
               std::string("--XyZ\r\n"),
               "preamble\r\n" + good,
               "\r\n" + good,
               good + "epilogue",
               good + "\r\n",
               "--XyZ\n" + head_of_a + "1\r\n--XyZ--\r\n",
               "--XyZ \r\n" + head_of_a + "1\r\n--XyZ--\r\n",
               "--XyZ\r\n" + head_of_a + "1\r\n--XyZ",
               "--XyZ\r\n" + head_of_a + "1\r\n--XyZx",
               "--XyZ\r\n" + head_of_a + "1\n--XyZ--\r\n",
               "--XyZ\r\n\r\n1\r\n--XyZ--\r\n",
               "--XyZ\r\n" + head_of_a + "1\r\n--XyZ\r\n" + head_of_a + "2\r\n--XyZ--\r\n",
               with_head("Content-Type: text/plain"),
               with_head(disposition + "filename=\"f\""),
               with_head(disposition + "name=\"\""),
               with_head(disposition + "name=\"a"),
               with_head(disposition + "name=\"a\" filename=\"f\""),
               with_head(disposition + "name=\"a\"; name=\"b\""),
               with_head(disposition + "name=\"a\"; filename=\"b\"; filename=\"c\""),
               with_head(disposition + "name=\"a\"; filename*=UTF-8''b"),
               with_head(disposition + "name=\"a\"\r\n" + disposition + "name=\"b\""),
               with_head(disposition + "name=\"a\"\r\nContent-Transfer-Encoding: base64"),
               with_head(disposition + "name=\"a\"\r\n folded"),
               with_head("Content-Disposition: attachment; name=\"a\""),
               with_head("Content-Disposition form-data; name=\"a\""),
               with_head(disposition + "name=\"\xff\""),
               with_head(disposition + "name=\"a\x01\""),
               with_head(disposition + "name=\"a\"\r\nContent-Type: " + std::string(1024, 'x')),
               many + "--XyZ--\r\n"}) {
        INFO(bad);
        CHECK(read(type, bad) == Texts{"none"});
    }
}

TEST_CASE("a form that is cut off or changed anywhere is refused or read, and nothing else") {
    const std::string good = "--XyZ\r\n" + disposition +
                             "name=\"photo\"; filename=\"a\\\"b.jpg\"\r\nContent-Type: "
                             "image/jpeg\r\n\r\nbytes\r\n--XyZ\r\n" +
                             head_of_a + "1\r\n--XyZ--";
    REQUIRE(read(type, good).size() == 2);
    for (std::size_t length = 0; length < good.size(); ++length) {
        INFO(length);
        CHECK(read(type, good.substr(0, length)) == Texts{"none"});
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char value : {'\0', '"', '\\', '\r', '\n', '-', ';', '=', ' ', 'x', '\xff'}) {
            std::string changed = good;
            changed[at] = value;
            // What it says is within what was sent.
            for (const auto& part :
                 parse_multipart(type, changed).value_or(std::vector<routing::Part>())) {
                CHECK(part.content.data() >= changed.data());
                CHECK(part.content.data() + part.content.size() <= changed.data() + changed.size());
            }
            std::string odd_type = type;
            if (at < odd_type.size()) {
                odd_type[at] = value;
                parse_multipart(odd_type, good);
            }
        }
    }
}
