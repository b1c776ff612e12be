// What a provider, somebody in its name, or somebody between may answer. Each answer is refused for
// its own reason, and the same answer without the fault is accepted.

#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "db/digest.hpp"
#include "identity/fake_provider.hpp"
#include "support/temp_database.hpp"

using identity::OpenidFault;
using support::Body;
using support::FakeProvider;

namespace {

domain::Instant start() { return *domain::parse_instant("2026-11-23T08:00:00.000Z"); }

std::int64_t seconds(const FakeProvider& provider, std::int64_t later = 0) {
    return provider.now.time_since_epoch().count() / 1000 + later;
}

using Change = std::function<void(FakeProvider&)>;
void nothing(FakeProvider&) {}

struct Case {
    const char* what;
    OpenidFault fault;
    Change change;
    // What is as it should be, where that is more than an answer without the change.
    Change good = nothing;
};

// One whole sign-in at the client; the change comes after the provider has made up its answer.
class SignIn {
public:
    explicit SignIn(bool again = false) : again_(again) { provider.now = start(); }

    tl::expected<identity::OpenidIdentity, OpenidFault> run(const Change& change) {
        identity::OpenidProvider setup = provider.setup(folder_.folder().string());
        if (change_setup) change_setup(setup);
        identity::OpenidClient client(setup, FakeProvider::base_url, provider.fetch());
        const auto secrets = identity::OpenidSecrets::make();
        const auto address = client.address(secrets, again_, provider.now);
        if (!address) return tl::unexpected(address.error());
        back = support::members(provider.sign_in(*address));
        change(provider);
        if (change_back) change_back(back);
        identity::OpenidAnswer answer{back["code"], back["error"], {}};
        if (back.contains("iss")) answer.issuer = back["iss"];
        return client.identify(answer, secrets.verifier,
                               {db::sha256_hex(secrets.nonce), provider.now, again_, {}},
                               provider.now);
    }

    FakeProvider provider;
    std::function<void(identity::OpenidProvider&)> change_setup;
    std::map<std::string, std::string> back;
    std::function<void(std::map<std::string, std::string>&)> change_back;

private:
    bool again_;
    support::TempDatabase folder_{support::TempDatabase::Holding::nothing, false};
};

std::string said(const tl::expected<identity::OpenidIdentity, OpenidFault>& outcome) {
    return outcome ? "accepted" : std::string(to_text(outcome.error()));
}

void by_rsa(FakeProvider& p, const char* algorithm = "RS256") {
    p.algorithm = algorithm;
    p.header.set("alg", algorithm).set("kid", "rsa");
}

Change claim(const char* name, std::int64_t later) {
    return [=](FakeProvider& p) { p.claims.set(name, seconds(p, later)); };
}
Change raw_claim(const char* name, const char* json) {
    return [=](FakeProvider& p) { p.claims.raw(name, json); };
}
Change no_claim(const char* name) {
    return [=](FakeProvider& p) { p.claims.without(name); };
}
Change head(const char* name, const char* json) {
    return [=](FakeProvider& p) { p.header.raw(name, json); };
}
Change signature(std::function<std::string(const std::string&)> change) {
    return [=](FakeProvider& p) { p.change_signature = change; };
}
Change token(std::function<std::string(const std::string&)> change) {
    return [=](FakeProvider& p) { p.change_token = change; };
}
Change key(const Body& jwk) {
    return [=](FakeProvider& p) { p.keys = {jwk}; };
}
Change token_answer(int status, const char* type, const char* body) {
    return [=](FakeProvider& p) {
        p.token_answer = [=] { return identity::Fetched{status, type, body}; };
    };
}

// The header says a MAC, and its secret is what everybody has: the public key.
void hs256_with(FakeProvider& p, const std::string& secret) {
    p.header.set("alg", "HS256");
    p.change_token = [secret](const std::string& compact) {
        const std::string message = compact.substr(0, compact.rfind('.'));
        return message + "." + support::base64url(support::hs256(secret, message));
    };
}

Body ec_jwk() { return FakeProvider::ec_key().jwk("ec"); }

std::string without_signature(const std::string& compact) {
    return compact.substr(0, compact.rfind('.') + 1);
}

// The claims changed by who cannot sign them.
std::string with_other_claims(const std::string& compact) {
    const auto first = compact.find('.');
    return compact.substr(0, first + 1) + support::base64url(R"({"sub":"other"})") +
           compact.substr(compact.rfind('.'));
}

void also_for_others(FakeProvider& p) {
    p.claims.raw("aud", R"(["korttidslager", "kantine"])").set("azp", "korttidslager");
}

void with_access_token(FakeProvider& p) {
    p.token_members.set("access_token", "access-1");
    // OpenID Connect Core 3.1.3.6: the left 128 bits of SHA-256.
    p.claims.set("at_hash", support::base64url(support::sha256("access-1").substr(0, 16)));
}

const std::vector<Case> tokens{
    // The signature and its algorithm.
    {"no algorithm, no signature", OpenidFault::algorithm_not_allowed,
     [](FakeProvider& p) {
         p.header.set("alg", "none");
         p.change_token = without_signature;
     }},
    {"no algorithm, written otherwise", OpenidFault::algorithm_not_allowed,
     [](FakeProvider& p) {
         p.header.set("alg", "nOnE");
         p.change_token = without_signature;
     }},
    {"no algorithm, with a signature", OpenidFault::algorithm_not_allowed, head("alg", R"("none")")},
    {"no signature", OpenidFault::bad_signature, token(without_signature)},
    {"a MAC with the public key as PEM", OpenidFault::algorithm_not_allowed,
     [](FakeProvider& p) { hs256_with(p, FakeProvider::ec_key().public_pem()); }},
    {"a MAC with the public key as published", OpenidFault::algorithm_not_allowed,
     [](FakeProvider& p) { hs256_with(p, ec_jwk().text()); }},
    {"a MAC with the client's id", OpenidFault::algorithm_not_allowed,
     [](FakeProvider& p) { hs256_with(p, "korttidslager"); }},
    {"an algorithm without a name", OpenidFault::algorithm_not_allowed,
     [](FakeProvider& p) { p.header.without("alg"); }},
    {"an algorithm that is a number", OpenidFault::algorithm_not_allowed, head("alg", "256")},
    {"an algorithm in lower case", OpenidFault::algorithm_not_allowed, head("alg", R"("es256")")},
    {"RS512, which is not ours", OpenidFault::algorithm_not_allowed, head("alg", R"("RS512")")},
    {"RSA claimed for a key of P-256", OpenidFault::bad_signature, head("alg", R"("RS256")")},
    {"P-256 claimed for a key of RSA", OpenidFault::bad_signature,
     [](FakeProvider& p) {
         by_rsa(p);
         p.header.set("alg", "ES256");
     },
     [](FakeProvider& p) { by_rsa(p); }},
    {"PSS claimed for PKCS #1", OpenidFault::bad_signature,
     [](FakeProvider& p) {
         by_rsa(p, "RS256");
         p.header.set("alg", "PS256");
     },
     [](FakeProvider& p) { by_rsa(p, "PS256"); }},
    {"signed by somebody else", OpenidFault::bad_signature,
     [](FakeProvider& p) { p.signer = &FakeProvider::other_key(); }},
    {"signed by the client itself", OpenidFault::bad_signature,
     [](FakeProvider& p) { p.signer = &FakeProvider::client_key(); }},
    {"a signature of P-256 in DER", OpenidFault::bad_signature,
     token([](const std::string& compact) {
         const std::string message = compact.substr(0, compact.rfind('.'));
         return message + "." + support::base64url(FakeProvider::ec_key().sign_der(message));
     })},
    {"r is zero", OpenidFault::bad_signature, signature([](const std::string& given) {
         std::string s(given);
         s.replace(0, 32, 32, '\0');
         return s;
     })},
    {"s is zero", OpenidFault::bad_signature, signature([](const std::string& given) {
         std::string s(given);
         s.replace(32, 32, 32, '\0');
         return s;
     })},
    {"r and s are zero", OpenidFault::bad_signature,
     signature([](const std::string&) { return std::string(64, '\0'); })},
    {"a signature with a byte less", OpenidFault::bad_signature, signature([](const std::string& given) {
         std::string s(given);
         s.pop_back();
         return s;
     })},
    {"a signature with a byte more", OpenidFault::bad_signature, signature([](const std::string& s) {
         std::string longer(65, '\0');
         std::copy(s.begin(), s.end(), longer.begin());
         return longer;
     })},
    {"a signature changed in one bit", OpenidFault::bad_signature, signature([](const std::string& given) {
         std::string s(given);
         s[40] = static_cast<char>(s[40] ^ 1);
         return s;
     })},
    {"claims changed after signing", OpenidFault::bad_signature, token(with_other_claims)},
    // The key.
    {"a key that is not published", OpenidFault::unknown_key, head("kid", R"("ec2")")},
    {"a key without a name", OpenidFault::unknown_key,
     [](FakeProvider& p) { p.header.without("kid"); }},
    {"a key's name that is a path", OpenidFault::unknown_key,
     head("kid", R"("../../../../dev/null")")},
    {"a key of its own in the header", OpenidFault::unknown_key,
     [](FakeProvider& p) {
         p.header.set("jwk", FakeProvider::other_key().jwk("mine")).set("kid", "mine");
         p.signer = &FakeProvider::other_key();
     }},
    {"a key of its own in the header under a known name", OpenidFault::bad_signature,
     [](FakeProvider& p) {
         p.header.set("jwk", FakeProvider::other_key().jwk("ec"));
         p.signer = &FakeProvider::other_key();
     }},
    {"an address of keys in the header", OpenidFault::bad_signature,
     [](FakeProvider& p) {
         p.header.set("jku", "https://elsewhere.example/jwks");
         p.signer = &FakeProvider::other_key();
     }},
    {"two keys of one name", OpenidFault::unusable_key,
     [](FakeProvider& p) { p.keys.push_back(FakeProvider::other_key().jwk("ec")); }},
    {"a key for encryption", OpenidFault::unusable_key, key(ec_jwk().set("use", "enc"))},
    {"a key for signing, not for checking", OpenidFault::unusable_key,
     key(ec_jwk().raw("key_ops", R"(["sign"])")), key(ec_jwk().raw("key_ops", R"(["verify"])"))},
    {"a key of another algorithm", OpenidFault::bad_signature,
     [](FakeProvider& p) {
         by_rsa(p);
         p.keys[1].set("alg", "PS256");
     },
     [](FakeProvider& p) {
         by_rsa(p);
         p.keys[1].set("alg", "RS256");
     }},
    {"a key of an algorithm that is not ours", OpenidFault::unusable_key,
     key(ec_jwk().set("alg", "ES512")), key(ec_jwk().set("alg", "ES256"))},
    {"a key of another type", OpenidFault::unusable_key, key(ec_jwk().set("kty", "RSA"))},
    {"a secret as a key", OpenidFault::unusable_key,
     key(Body().set("kty", "oct").set("kid", "ec").set("k", "c2VjcmV0"))},
    {"a point that is not on the curve", OpenidFault::unusable_key,
     key(ec_jwk().set("y", support::base64url(std::string(32, '\1'))))},
    {"a point of zeros", OpenidFault::unusable_key,
     key(ec_jwk()
             .set("x", support::base64url(std::string(32, '\0')))
             .set("y", support::base64url(std::string(32, '\0'))))},
    {"a coordinate that is too short", OpenidFault::unusable_key,
     key(ec_jwk().set("y", support::base64url(std::string(31, '\1'))))},
    {"a key of P-384", OpenidFault::unusable_key, key(support::TestKey::ec("P-384").jwk("ec"))},
    {"a key of RSA with 1024 bits", OpenidFault::unusable_key,
     [](FakeProvider& p) {
         static const auto small = support::TestKey::rsa(1024);
         by_rsa(p);
         p.signer = &small;
         p.keys[1] = small.jwk("rsa");
     },
     [](FakeProvider& p) { by_rsa(p); }},
    {"a key of RSA with the exponent 3", OpenidFault::unusable_key,
     [](FakeProvider& p) {
         by_rsa(p);
         p.keys[1].set("e", "Aw");
     },
     [](FakeProvider& p) { by_rsa(p); }},
    // The form of the token.
    {"an extension that must be understood", OpenidFault::critical_header,
     head("crit", R"(["exp"])")},
    {"a payload that is not encoded", OpenidFault::critical_header, head("b64", "false")},
    {"another token inside", OpenidFault::wrong_token_type, head("cty", R"("JWT")")},
    {"an access token", OpenidFault::wrong_token_type, head("typ", R"("at+jwt")")},
    {"a logout token by its type", OpenidFault::wrong_token_type, head("typ", R"("logout+jwt")")},
    {"a type that is no text", OpenidFault::wrong_token_type, head("typ", "1")},
    {"an encrypted token", OpenidFault::encrypted_token,
     token([](const std::string& compact) { return compact + ".AAAA.AAAA"; })},
    {"a part too many", OpenidFault::malformed_token,
     token([](const std::string& compact) { return compact + ".AAAA"; })},
    {"a part too few", OpenidFault::malformed_token,
     token([](const std::string& compact) { return compact.substr(0, compact.rfind('.')); })},
    {"cut off", OpenidFault::malformed_token,
     token([](const std::string& compact) { return compact.substr(0, compact.find('.')); })},
    {"nothing", OpenidFault::malformed_token, token([](const std::string&) { return ""; })},
    {"padding", OpenidFault::malformed_token,
     token([](const std::string& compact) { return compact + "=="; })},
    {"a line end behind it", OpenidFault::malformed_token,
     token([](const std::string& compact) { return compact + "\n"; })},
    {"bits that say nothing", OpenidFault::malformed_token, token([](const std::string& given) {
         std::string compact(given);
         // 64 bytes leave four bits over in the last of 86 letters; they are zero: A, Q, g or w.
         compact.back() = static_cast<char>(compact.back() + 1);
         return compact;
     })},
    {"a header that names a member twice", OpenidFault::malformed_token,
     [](FakeProvider& p) {
         p.change_header = [](const std::string& text) {
             return R"({"alg":"none",)" + text.substr(1);
         };
     }},
    {"a header that is a list", OpenidFault::malformed_token,
     [](FakeProvider& p) { p.change_header = [](const std::string& t) { return "[" + t + "]"; }; }},
    {"claims that name a member twice", OpenidFault::bad_claims,
     [](FakeProvider& p) {
         p.change_claims = [](const std::string& text) {
             return R"({"sub":"other",)" + text.substr(1);
         };
     }},
    {"claims that name a member twice, once in other letters", OpenidFault::bad_claims,
     [](FakeProvider& p) {
         p.change_claims = [](const std::string& text) {
             return R"({"\u0073ub":"other",)" + text.substr(1);
         };
     }},
    {"claims that are a text", OpenidFault::bad_claims,
     [](FakeProvider& p) { p.change_claims = [](const std::string&) { return R"("claims")"; }; }},
    {"claims that are not UTF-8", OpenidFault::bad_claims,
     [](FakeProvider& p) {
         p.change_claims = [](const std::string& text) {
             return "{\"x\":\"\xc0\xaf\"," + text.substr(1);
         };
     }},
    // Who it is from and for.
    {"another issuer", OpenidFault::wrong_issuer, raw_claim("iss", R"("https://other.example")")},
    {"an issuer with one more letter", OpenidFault::wrong_issuer,
     raw_claim("iss", R"("https://op.example.no/")")},
    {"an issuer in a list", OpenidFault::wrong_issuer,
     raw_claim("iss", R"(["https://op.example.no"])")},
    {"no issuer", OpenidFault::wrong_issuer, no_claim("iss")},
    {"for somebody else", OpenidFault::wrong_audience, raw_claim("aud", R"("kantine")")},
    {"for nobody", OpenidFault::wrong_audience, raw_claim("aud", "[]")},
    {"no audience", OpenidFault::wrong_audience, no_claim("aud")},
    {"an audience that is no text", OpenidFault::wrong_audience,
     raw_claim("aud", R"(["korttidslager", 1])")},
    {"for others too, and nothing says for whom", OpenidFault::wrong_party,
     [](FakeProvider& p) {
         also_for_others(p);
         p.claims.without("azp");
     },
     also_for_others},
    {"for others too, and made for them", OpenidFault::wrong_party,
     [](FakeProvider& p) {
         also_for_others(p);
         p.claims.set("azp", "kantine");
     },
     also_for_others},
    {"made for somebody else", OpenidFault::wrong_party, raw_claim("azp", R"("kantine")"),
     raw_claim("azp", R"("korttidslager")")},
    {"another nonce", OpenidFault::wrong_nonce, raw_claim("nonce", R"("other")")},
    {"no nonce", OpenidFault::wrong_nonce, no_claim("nonce")},
    {"an empty nonce", OpenidFault::wrong_nonce, raw_claim("nonce", R"("")")},
    // When.
    {"expired a minute ago", OpenidFault::expired, claim("exp", -60), claim("exp", -59)},
    {"no end", OpenidFault::expired, no_claim("exp")},
    {"an end that is a text", OpenidFault::expired, raw_claim("exp", R"("99999999999")")},
    {"an end that is past every calendar", OpenidFault::expired,
     raw_claim("exp", "9223372036854775807"), raw_claim("exp", "253402300799")},
    {"an end with a fraction", OpenidFault::expired, raw_claim("exp", "99999999999.5")},
    {"valid only later", OpenidFault::not_yet_valid, claim("nbf", 61), claim("nbf", 60)},
    {"valid from a text", OpenidFault::not_yet_valid, raw_claim("nbf", R"("0")")},
    {"issued in the future", OpenidFault::bad_issue_time, claim("iat", 61), claim("iat", 60)},
    {"issued long ago", OpenidFault::bad_issue_time, claim("iat", -661), claim("iat", -660)},
    {"issued at no time", OpenidFault::bad_issue_time, no_claim("iat")},
    {"issued before time began", OpenidFault::bad_issue_time, raw_claim("iat", "-1")},
    // Who it is.
    {"no subject", OpenidFault::no_subject, no_claim("sub")},
    {"an empty subject", OpenidFault::no_subject, raw_claim("sub", R"("")")},
    {"a subject with a line end", OpenidFault::no_subject, raw_claim("sub", R"("a\nb")")},
    {"a subject that is too long", OpenidFault::no_subject,
     [](FakeProvider& p) { p.claims.set("sub", std::string(256, 'a')); },
     [](FakeProvider& p) { p.claims.set("sub", std::string(255, 'a')); }},
    {"a subject that is a number", OpenidFault::no_subject, raw_claim("sub", "1")},
    {"a session that is a number", OpenidFault::no_session, raw_claim("sid", "1")},
    {"too weak", OpenidFault::too_weak, raw_claim("acr", R"("low")"),
     raw_claim("acr", R"("substantial")")},
    {"nothing says how strong", OpenidFault::too_weak, no_claim("acr")},
    {"a strength that only begins alike", OpenidFault::too_weak, raw_claim("acr", R"("high-ish")")},
    {"a strength in an object", OpenidFault::too_weak, raw_claim("acr", R"({"high": true})")},
    {"the digest of another access token", OpenidFault::wrong_access_token,
     [](FakeProvider& p) {
         with_access_token(p);
         p.token_members.set("access_token", "access-2");
     },
     with_access_token},
    {"the digest of an access token that is not there", OpenidFault::wrong_access_token,
     [](FakeProvider& p) {
         with_access_token(p);
         p.token_members.without("access_token");
     },
     with_access_token},
    {"a logout token", OpenidFault::wrong_token_type,
     raw_claim("events", R"({"http://schemas.openid.net/event/backchannel-logout": {}})")},
    {"no name", OpenidFault::no_name, no_claim("name")},
    {"a name with a control character", OpenidFault::no_name, raw_claim("name", R"("K\u0007ri")")},
    {"a name without end", OpenidFault::no_name,
     [](FakeProvider& p) { p.claims.set("name", std::string(101, 'a')); }},
    // As what.
    {"no role", OpenidFault::no_role, no_claim("roles")},
    {"no role of ours", OpenidFault::no_role, raw_claim("roles", R"(["Kantine"])")},
    {"a role in other letters", OpenidFault::no_role, raw_claim("roles", R"("lager")"),
     raw_claim("roles", R"("Lager")")},
    {"a role in a list with something else", OpenidFault::no_role,
     raw_claim("roles", R"(["Lager", 1])")},
    {"two roles", OpenidFault::several_roles, raw_claim("roles", R"(["Lager", "Leder"])"),
     raw_claim("roles", R"(["Leder", "Leder"])")},
    {"no depot", OpenidFault::no_depot, no_claim("department")},
    {"no depot of ours", OpenidFault::no_depot, raw_claim("department", R"("300")"),
     raw_claim("department", R"(["300", "200"])")},
    // The answer around the token.
    {"a failing token endpoint", OpenidFault::token_refused,
     token_answer(500, "application/json", "{}")},
    {"a token endpoint that refuses", OpenidFault::token_refused,
     token_answer(400, "application/json", R"({"error":"invalid_grant"})")},
    {"a token endpoint that leads elsewhere", OpenidFault::token_refused,
     token_answer(302, "application/json", "{}")},
    {"a page instead of a token", OpenidFault::token_refused,
     token_answer(200, "text/html", "<html>{}</html>")},
    {"JSON under another name", OpenidFault::token_refused,
     [](FakeProvider& p) {
         const std::string body = Body().set("id_token", p.token()).text();
         p.token_answer = [=] { return identity::Fetched{200, "text/plain", body}; };
     },
     [](FakeProvider& p) {
         const std::string body = Body().set("id_token", p.token()).text();
         p.token_answer = [=] { return identity::Fetched{200, "application/json", body}; };
     }},
    {"a list of tokens", OpenidFault::token_refused, token_answer(200, "application/json", "[]")},
    {"two tokens of one name", OpenidFault::token_refused,
     [](FakeProvider& p) {
         const std::string one = "\"id_token\":" + support::quoted(p.token());
         const std::string body = "{" + one + "," + one + "}";
         p.token_answer = [=] { return identity::Fetched{200, "application/json", body}; };
     }},
    {"no token", OpenidFault::no_id_token,
     token_answer(200, "application/json", R"({"access_token":"a","token_type":"Bearer"})")},
    {"a token endpoint that does not answer", OpenidFault::token_refused,
     [](FakeProvider& p) {
         p.token_answer = [] { return std::optional<identity::Fetched>(); };
     }},
};

}  // namespace

TEST_CASE("each hostile answer is refused for its own reason, and accepted without its fault") {
    std::set<std::string> names;
    for (const Case& one : tokens) {
        INFO(one.what);
        CHECK(names.insert(one.what).second);
        SignIn good;
        CHECK(said(good.run(one.good)) == "accepted");
        CHECK(good.provider.complaint.empty());
        SignIn bad;
        CHECK(said(bad.run(one.change)) == to_text(one.fault));
    }
    CHECK(names.size() >= 100);
}

TEST_CASE("a good answer says who it is, as what, how sure and since when") {
    SignIn sign_in;
    const auto who = sign_in.run([](FakeProvider& p) {
        p.claims.set("auth_time", seconds(p, -90)).raw("roles", R"(["Kantine", "Leder"])");
        p.claims.set("department", "200");
    });
    REQUIRE(who);
    CHECK(who->issuer == FakeProvider::issuer);
    CHECK(who->subject == "subject-1");
    CHECK(who->sid == "sid-1");
    CHECK(who->name == "Kari Ansatt");
    CHECK(who->role == domain::Role::leder);
    CHECK(who->depot == "ENGVEIEN");
    CHECK(who->two_factors);
    CHECK(who->shown_at == start() - std::chrono::seconds(90));
    CHECK(sign_in.provider.last_request.at("acr_values") == "high substantial");
    CHECK_FALSE(sign_in.provider.last_request.contains("prompt"));
}

TEST_CASE("a provider that gives tokens to who has a key gets its proof, with its nonce") {
    SignIn sign_in;
    sign_in.provider.metadata.raw("dpop_signing_alg_values_supported", R"(["RS256", "ES256"])");
    sign_in.provider.proof_nonce = "nonce-1";
    CHECK(said(sign_in.run(nothing)) == "accepted");
    CHECK(sign_in.provider.complaint.empty());
    CHECK(sign_in.provider.times_asked("/token") == 2);
    // One that always wants another is asked no third time.
    SignIn endless;
    endless.provider.metadata.raw("dpop_signing_alg_values_supported", R"(["ES256"])");
    endless.provider.token_answer = [] {
        return identity::Fetched{400, "application/json", "{}", "nonce"};
    };
    CHECK(said(endless.run(nothing)) == "token_refused");
    CHECK(endless.provider.times_asked("/token") == 2);
    SignIn without;
    CHECK(said(without.run(nothing)) == "accepted");
    CHECK(without.provider.times_asked("/token") == 1);
}

TEST_CASE("without acr in the configuration a sign-in is one factor") {
    SignIn sign_in;
    sign_in.change_setup = [](identity::OpenidProvider& setup) { setup.acr.clear(); };
    const auto who = sign_in.run(nothing);
    REQUIRE(who);
    CHECK_FALSE(who->two_factors);
    CHECK_FALSE(sign_in.provider.last_request.contains("acr_values"));
}

TEST_CASE("a claim other than acr is asked for by name, and may be one of a list") {
    SignIn sign_in;
    sign_in.change_setup = [](identity::OpenidProvider& setup) {
        setup.acr = {"c1"};
        setup.acr_claim = "acrs";
    };
    const auto who = sign_in.run(raw_claim("acrs", R"(["p1", "c1"])"));
    REQUIRE(who);
    CHECK(who->two_factors);
    CHECK(sign_in.provider.last_request.at("claims") ==
          R"({"id_token":{"acrs":{"essential":true,"value":"c1"}}})");
    SignIn weak;
    weak.change_setup = sign_in.change_setup;
    CHECK(said(weak.run(raw_claim("acrs", R"(["p1"])"))) == "too_weak");
}

TEST_CASE("an algorithm that the configuration does not allow is refused, whatever the key") {
    SignIn sign_in;
    sign_in.change_setup = [](identity::OpenidProvider& setup) {
        setup.algorithms = {identity::Algorithm::ps256};
    };
    CHECK(said(sign_in.run(nothing)) == "algorithm_not_allowed");
    SignIn rs256;
    rs256.change_setup = sign_in.change_setup;
    CHECK(said(rs256.run([](FakeProvider& p) { by_rsa(p, "RS256"); })) == "algorithm_not_allowed");
    SignIn ps256;
    ps256.change_setup = sign_in.change_setup;
    CHECK(said(ps256.run([](FakeProvider& p) { by_rsa(p, "PS256"); })) == "accepted");
}

TEST_CASE("who shall show again who it is has to do so, at the provider, now") {
    SignIn good(true);
    CHECK(said(good.run(nothing)) == "accepted");
    CHECK(good.provider.last_request.at("prompt") == "login");
    CHECK(good.provider.last_request.at("max_age") == "0");
    CHECK(said(SignIn(true).run(claim("auth_time", -60))) == "accepted");
    CHECK(said(SignIn(true).run(claim("auth_time", -61))) == "not_shown_again");
    CHECK(said(SignIn(true).run(no_claim("auth_time"))) == "not_shown_again");
}

TEST_CASE("an answer of another provider is not taken for this one's") {
    const auto with = [](std::function<void(std::map<std::string, std::string>&)> change,
                         bool names_issuer = true) {
        SignIn sign_in;
        sign_in.provider.metadata.set("authorization_response_iss_parameter_supported",
                                      names_issuer);
        sign_in.change_back = std::move(change);
        const std::string outcome = said(sign_in.run(nothing));
        // Its code goes nowhere.
        CHECK((outcome == "accepted") == (sign_in.provider.times_asked("/token") == 1));
        return outcome;
    };
    CHECK(with([](auto&) {}) == "accepted");
    CHECK(with([](auto& back) { back["iss"] = "https://other.example"; }) == "other_issuer");
    CHECK(with([](auto& back) { back["iss"] = "https://op.example.no/"; }) == "other_issuer");
    CHECK(with([](auto& back) { back.erase("iss"); }) == "other_issuer");
    CHECK(with([](auto& back) { back.erase("iss"); }, false) == "accepted");
    CHECK(with([](auto& back) { back["iss"] = "https://other.example"; }, false) == "other_issuer");
    CHECK(with([](auto& back) { back["error"] = "access_denied"; }) == "cancelled");
    CHECK(with([](auto& back) { back["error"] = "server_error"; }) == "provider_error");
    CHECK(with([](auto& back) {
              back["error"] = "access_denied";
              back["iss"] = "https://other.example";
          }) == "other_issuer");
    CHECK(with([](auto& back) { back.erase("code"); }) == "no_code");
}

TEST_CASE("metadata that is another's or leads where it is not safe is not used") {
    const auto with = [](const Change& change) {
        SignIn sign_in;
        change(sign_in.provider);
        return said(sign_in.run(nothing));
    };
    CHECK(with(nothing) == "accepted");
    const auto member = [](const char* name, const char* json) {
        return [=](FakeProvider& p) { p.metadata.raw(name, json); };
    };
    for (const Change& change : std::vector<Change>{
             member("issuer", R"("https://other.example")"),
             member("issuer", R"("https://op.example.no/")"),
             [](FakeProvider& p) { p.metadata.without("issuer"); },
             [](FakeProvider& p) { p.metadata.without("authorization_endpoint"); },
             [](FakeProvider& p) { p.metadata.without("token_endpoint"); },
             [](FakeProvider& p) { p.metadata.without("jwks_uri"); },
             member("token_endpoint", R"("http://op.example.no/token")"),
             member("token_endpoint", R"("http://127.0.0.1/token")"),
             member("token_endpoint", R"("file:///etc/passwd")"),
             member("jwks_uri", R"("http://op.example.no/jwks")"),
             member("jwks_uri", R"("https://")"),
             member("jwks_uri", R"("https://user@op.example.no/jwks")"),
             member("jwks_uri", R"("https://op.example.no/jwks#x")"),
             member("authorization_endpoint", R"("javascript:alert")"),
             member("authorization_endpoint", R"("https://op.example.no/a\r\nset-cookie: a=b")"),
             member("pushed_authorization_request_endpoint", R"("http://op.example.no/par")"),
             member("pushed_authorization_request_endpoint", "true"),
             member("code_challenge_methods_supported", R"(["plain"])"),
             member("response_types_supported", R"(["id_token"])"),
             member("token_endpoint_auth_methods_supported", R"(["client_secret_basic"])"),
         }) {
        CHECK(with(change) == "bad_metadata");
    }
    // Without pushed requests all goes by the browser.
    SignIn plain;
    plain.provider.metadata.without("pushed_authorization_request_endpoint");
    CHECK(said(plain.run(nothing)) == "accepted");
    CHECK(plain.provider.times_asked("/par") == 0);
}

namespace {

// A client that lives on while the provider changes.
struct Running {
    Running() {
        provider.now = start();
        client = std::make_unique<identity::OpenidClient>(provider.setup(folder.folder().string()),
                                                          FakeProvider::base_url, provider.fetch());
    }
    std::string sign_in(const Change& change = nothing) {
        const auto secrets = identity::OpenidSecrets::make();
        const auto address = client->address(secrets, false, provider.now);
        if (!address) return std::string(to_text(address.error()));
        auto back = support::members(provider.sign_in(*address));
        change(provider);
        return said(client->identify({back["code"], "", back["iss"]}, secrets.verifier,
                                     {db::sha256_hex(secrets.nonce), provider.now, false, {}},
                                     provider.now));
    }
    std::string logout(const Change& change = nothing) {
        provider.say_logout("subject-1", "sid-1");
        change(provider);
        const auto ended = client->logout(provider.token(), provider.now);
        return ended ? "accepted" : std::string(to_text(ended.error()));
    }

    support::TempDatabase folder{support::TempDatabase::Holding::nothing, false};
    FakeProvider provider;
    std::unique_ptr<identity::OpenidClient> client;
};

}  // namespace

TEST_CASE("keys are kept for an hour, and asked for when a new one is named, once a minute") {
    using namespace std::chrono_literals;
    Running running;
    FakeProvider& provider = running.provider;
    const auto new_key = [](FakeProvider& p) {
        p.header.set("kid", "new");
        p.signer = &FakeProvider::other_key();
    };
    CHECK(running.sign_in() == "accepted");
    CHECK(running.sign_in() == "accepted");
    CHECK(provider.times_asked("/jwks") == 1);
    CHECK(provider.times_asked("/openid-configuration") == 1);

    provider.keys.push_back(FakeProvider::other_key().jwk("new"));
    CHECK(running.sign_in(new_key) == "unknown_key");
    CHECK(provider.times_asked("/jwks") == 1);
    provider.now += 60s;
    CHECK(running.sign_in(new_key) == "accepted");
    CHECK(provider.times_asked("/jwks") == 2);
    provider.signer = nullptr;
    const auto made_up = [](FakeProvider& p) { p.header.set("kid", "made-up"); };
    for (int i = 0; i < 10; ++i) CHECK(running.sign_in(made_up) == "unknown_key");
    CHECK(provider.times_asked("/jwks") == 2);

    // A key that is withdrawn opens nothing after an hour.
    provider.keys.erase(provider.keys.begin());
    CHECK(running.sign_in() == "accepted");
    provider.now += 1h;
    CHECK(running.sign_in() == "unknown_key");
    CHECK(provider.times_asked("/openid-configuration") == 2);
}

TEST_CASE("a provider that does not answer is left alone for a moment, and is back by itself") {
    using namespace std::chrono_literals;
    Running running;
    running.provider.away = true;
    for (int i = 0; i < 5; ++i) CHECK(running.sign_in() == "unreachable");
    CHECK(running.provider.asked.size() == 1);
    running.provider.away = false;
    running.provider.now += 10s - 1ms;
    CHECK(running.sign_in() == "unreachable");
    running.provider.now += 1ms;
    CHECK(running.sign_in() == "accepted");

    // Also when it was known before, and when the token is what it does not give. What needs no
    // question goes on.
    running.provider.token_answer = [] { return std::optional<identity::Fetched>(); };
    CHECK(running.sign_in() == "token_refused");
    running.provider.token_answer = nullptr;
    const auto asked = running.provider.asked.size();
    CHECK(running.sign_in() == "push_refused");
    CHECK(running.logout() == "accepted");
    CHECK(running.provider.asked.size() == asked);
    running.provider.now += 10s;
    CHECK(running.sign_in() == "accepted");
}

TEST_CASE("a question that our patience had no more time for is nothing against the provider") {
    using namespace std::chrono_literals;
    Running running;
    std::string slow = "/openid-configuration";
    const auto late = [&](const identity::Ask& ask) {
        if (slow.empty()) return running.provider.fetch()(ask);
        const bool answers = ask.url.ends_with(slow);
        std::this_thread::sleep_for(answers ? ask.patience * 3 / 4 : ask.patience);
        return answers ? running.provider.fetch()(ask) : std::optional<identity::Fetched>();
    };
    running.client = std::make_unique<identity::OpenidClient>(
        running.provider.setup(running.folder.folder().string()), FakeProvider::base_url, late,
        200ms);
    // The metadata took most of it.
    CHECK(running.sign_in() == "push_refused");
    slow.clear();
    CHECK(running.sign_in() == "accepted");
    // It had all of it for one question.
    slow = "/nothing";
    CHECK(running.sign_in() == "push_refused");
    slow.clear();
    CHECK(running.sign_in() == "push_refused");
    running.provider.now += 10s;
    CHECK(running.sign_in() == "accepted");
}

TEST_CASE("a code counts once") {
    Running running;
    const auto secrets = identity::OpenidSecrets::make();
    const auto address = running.client->address(secrets, false, running.provider.now);
    REQUIRE(address);
    auto back = support::members(running.provider.sign_in(*address));
    const auto identify = [&] {
        return said(running.client->identify(
            {back["code"], "", back["iss"]}, secrets.verifier,
            {db::sha256_hex(secrets.nonce), running.provider.now, false, {}},
            running.provider.now));
    };
    CHECK(identify() == "accepted");
    CHECK(identify() == "token_refused");
    CHECK(running.provider.complaint.empty());
}

TEST_CASE("a logout token ends sessions only when it is one, is the provider's and is of now") {
    const std::vector<Case> cases{
        {"not signed", OpenidFault::algorithm_not_allowed,
         [](FakeProvider& p) {
             p.header.set("alg", "none");
             p.change_token = without_signature;
         }},
        {"a MAC", OpenidFault::algorithm_not_allowed,
         [](FakeProvider& p) { hs256_with(p, FakeProvider::ec_key().public_pem()); }},
        {"signed by somebody else", OpenidFault::bad_signature,
         [](FakeProvider& p) { p.signer = &FakeProvider::other_key(); }},
        {"an unknown key", OpenidFault::unknown_key, head("kid", R"("x")")},
        {"nothing", OpenidFault::malformed_token, token([](const std::string&) { return ""; })},
        {"another type", OpenidFault::wrong_token_type, head("typ", R"("at+jwt")"),
         head("typ", R"("JWT")")},
        {"another issuer", OpenidFault::wrong_issuer,
         raw_claim("iss", R"("https://other.example")")},
        {"for somebody else", OpenidFault::wrong_audience, raw_claim("aud", R"("kantine")")},
        {"expired", OpenidFault::expired, claim("exp", -60)},
        {"without an end", OpenidFault::expired, no_claim("exp")},
        {"old", OpenidFault::bad_issue_time, claim("iat", -661)},
        {"of no time", OpenidFault::bad_issue_time, no_claim("iat")},
        {"with a nonce", OpenidFault::has_nonce, raw_claim("nonce", R"("n")")},
        {"without an event", OpenidFault::no_logout_event, no_claim("events")},
        {"with another event", OpenidFault::no_logout_event,
         raw_claim("events", R"({"http://schemas.openid.net/event/other": {}})")},
        {"with an event that is no object", OpenidFault::no_logout_event,
         raw_claim("events", R"({"http://schemas.openid.net/event/backchannel-logout": true})")},
        {"with events that are a list", OpenidFault::no_logout_event,
         raw_claim("events", R"(["http://schemas.openid.net/event/backchannel-logout"])")},
        {"without an id", OpenidFault::no_token_id, no_claim("jti")},
        {"of nobody", OpenidFault::no_session,
         [](FakeProvider& p) { p.claims.without("sub").without("sid"); },
         [](FakeProvider& p) { p.claims.without("sub"); }},
        {"of a session that is a number", OpenidFault::no_session, raw_claim("sid", "1")},
        {"an ID token", OpenidFault::no_logout_event,
         [](FakeProvider& p) {
             p.claims.without("events").set("nonce", "n").set("acr", "high");
             p.header.set("typ", "JWT");
         }},
    };
    for (const Case& one : cases) {
        INFO(one.what);
        CHECK(Running().logout(one.good) == "accepted");
        CHECK(Running().logout(one.change) == to_text(one.fault));
    }
}
