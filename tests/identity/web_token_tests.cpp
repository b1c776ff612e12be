// Signatures and keys against what the RFCs publish.

#include <catch2/catch.hpp>

#include "identity/base64url.hpp"
#include "identity/fake_provider.hpp"
#include "identity/json_object.hpp"
#include "identity/openid_client.hpp"
#include "identity/web_key.hpp"
#include "support/temp_database.hpp"

using identity::Algorithm;
using identity::from_base64url;
using identity::KeySet;

namespace {

// RFC 7515, the payload of all its examples.
const std::string payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
    "cnVlfQ";

struct Published {
    Algorithm algorithm;
    std::string header;
    std::string key;
    std::string signature;
};

const Published a2{
    Algorithm::rs256, "eyJhbGciOiJSUzI1NiJ9",
    R"({"kid":"k","kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"})",
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb"
    "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO"
    "YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"};

const Published a3{
    Algorithm::es256, "eyJhbGciOiJFUzI1NiJ9",
    R"({"kid":"k","kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})",
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"};

std::string set_of(const std::string& key) { return R"({"keys":[)" + key + "]}"; }

}  // namespace

TEST_CASE("the published signatures hold, and no bit of them or of what they sign may differ") {
    for (const Published& one : {a2, a3}) {
        const auto keys = KeySet::parse(set_of(one.key));
        REQUIRE(keys);
        REQUIRE(keys->find("k") != nullptr);
        const auto signature = from_base64url(one.signature);
        REQUIRE(signature);
        const std::string message = one.header + "." + payload;
        CHECK(keys->find("k")->verifies(one.algorithm, message, *signature));
        int accepted = 0;
        for (std::size_t bit = 0; bit < 8 * signature->size(); ++bit) {
            std::string other = *signature;
            other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
            accepted += keys->find("k")->verifies(one.algorithm, message, other) ? 1 : 0;
        }
        CHECK(accepted == 0);
        CHECK_FALSE(keys->find("k")->verifies(one.algorithm, message + "x", *signature));
        for (const Algorithm other : {Algorithm::rs256, Algorithm::ps256, Algorithm::es256}) {
            if (other == one.algorithm) continue;
            CHECK_FALSE(keys->find("k")->verifies(other, message, *signature));
        }
    }
}

TEST_CASE("a challenge is the published one of its verifier") {
    CHECK(identity::code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
          "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST_CASE("there is one way to write bytes in base64url") {
    for (const auto& [bytes, text] :
         {std::pair("", ""), std::pair("f", "Zg"), std::pair("fo", "Zm8"), std::pair("foo", "Zm9v"),
          std::pair("foobar", "Zm9vYmFy"), std::pair("\xff\xfe\xfb", "__77")}) {
        CHECK(identity::to_base64url(bytes) == text);
        CHECK(from_base64url(text) == std::string(bytes));
    }
    for (const char* text :
         {"Z", "Zg==", "Zh", "Zm9", "Zm 9v", "Zm9v\n", "Zm+v", "Zm/v", "Zm9v=", "æ"}) {
        INFO(text);
        CHECK_FALSE(from_base64url(text).has_value());
    }
}

TEST_CASE("an object with a name twice, or with anything behind it, is none") {
    using identity::JsonObject;
    CHECK(JsonObject::parse(R"({"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}]})"));
    for (const char* text :
         {R"({"a": 1, "a": 1})", R"({"a": 1, "\u0061": 2})", R"({"b": {"a": 1, "a": 2}})",
          R"({"b": [{"a": 1, "a": 2}]})", R"({"a": 1} x)", R"({"a": 1}{})", R"([])", R"("a")", "",
          "{", "{\"a\": \"\xff\"}", R"({"a": 01})", R"({"a": 1,})", "{\"a\": 1} // x"}) {
        INFO(text);
        CHECK_FALSE(JsonObject::parse(text).has_value());
    }
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "{\"a\":";
    CHECK_FALSE(JsonObject::parse(deep + "1" + std::string(100, '}')).has_value());
}

TEST_CASE("our own key is read when nobody else can, and is known by its thumbprint") {
    const support::TempDatabase folder(support::TempDatabase::Holding::nothing, false);
    const std::string file = (folder.folder() / "key.pem").string();
    for (const auto& key : {support::TestKey::ec(), support::TestKey::rsa()}) {
        key.write_private(file);
        const auto read = identity::SigningKey::read(file);
        const support::Json jwk = support::Json::parse(key.jwk("x").text());
        const auto member = [&](const char* name) {
            return support::quoted(name) + ":" + support::quoted(jwk.text("/" + std::string(name)));
        };
        const std::string wanted =
            read.is_rsa() ? "{" + member("e") + "," + member("kty") + "," + member("n") + "}"
                          : "{" + member("crv") + "," + member("kty") + "," + member("x") + "," +
                                member("y") + "}";
        CHECK(read.thumbprint() == support::base64url(support::sha256(wanted)));
        for (const Algorithm algorithm : {Algorithm::rs256, Algorithm::ps256, Algorithm::es256}) {
            if ((algorithm != Algorithm::es256) != read.is_rsa()) continue;
            const std::string signature = read.sign(algorithm, "message");
            CHECK(key.verifies(to_text(algorithm), "message", signature));
            CHECK_FALSE(key.verifies(to_text(algorithm), "massage", signature));
        }
        const auto published = KeySet::parse(set_of(read.public_jwk("")));
        CHECK(published->find(read.thumbprint()) != nullptr);
    }
    std::filesystem::permissions(file, std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::add);
    CHECK_THROWS_AS(identity::SigningKey::read(file), identity::BadKey);
    CHECK_THROWS_AS(identity::SigningKey::read(file + "x"), identity::BadKey);
    support::TestKey::rsa(1024).write_private(file);
    CHECK_THROWS_AS(identity::SigningKey::read(file), identity::BadKey);
    support::TestKey::ec("P-384").write_private(file);
    CHECK_THROWS_AS(identity::SigningKey::read(file), identity::BadKey);
}
