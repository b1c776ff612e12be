#include "support/test_app.hpp"

#include <algorithm>
#include <stdexcept>

#include "db/actor_store.hpp"
#include "depot/oslo_time.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "routing/match.hpp"
#include "support/schema_check.hpp"

namespace support {
namespace {

using routing::Method;

Method method_of(std::string_view text) {
    for (const Method method :
         {Method::get, Method::post, Method::put, Method::patch, Method::del}) {
        if (routing::to_text(method) == text) return method;
    }
    throw std::runtime_error("no method: " + std::string(text));
}

std::string token_of(std::string_view sender) { return "token-of-" + std::string(sender); }

[[noreturn]] void differs(const routing::Request& request, const Answer& answer,
                          const std::string& what) {
    throw std::runtime_error(std::string(routing::to_text(request.method)) + " " + request.path +
                             " answered " + std::to_string(answer.status) + " " + answer.body +
                             "\n" + what + "\nto " + request.body.substr(0, 2000));
}

Answer expect(Answer answer, int status) {
    if (answer.status != status) {
        throw std::runtime_error("refused: " + std::to_string(answer.status) + " " + answer.body);
    }
    return answer;
}

std::string hex(std::uint64_t number, std::size_t digits) {
    std::string text(digits, '0');
    for (std::size_t i = digits; i-- > 0; number >>= 4) text[i] = "0123456789abcdef"[number & 15];
    return text;
}

}  // namespace

void FixedClock::set(std::string_view instant) {
    const auto read = domain::parse_instant(instant);
    if (!read) throw std::runtime_error("no instant: " + std::string(instant));
    milliseconds_ = read->time_since_epoch().count();
}

void FixedClock::advance(std::chrono::milliseconds time) { milliseconds_ += time.count(); }

routing::Now FixedClock::now() const {
    const domain::Instant instant{std::chrono::milliseconds(milliseconds_.load())};
    return {instant, depot::oslo_day(instant)};
}

std::string Answer::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) return value;
    }
    return {};
}

std::string Answer::code() const { return json.has("/code") ? json.text("/code") : std::string(); }

std::vector<std::string> Answer::errors() const {
    std::vector<std::string> all;
    if (!json.has("/errors")) return all;
    for (std::size_t i = 0; i < json.size("/errors"); ++i) {
        const std::string at = "/errors/" + std::to_string(i);
        all.push_back(json.text(at + "/pointer") + " " + json.text(at + "/code"));
    }
    return all;
}

std::string refusal(const Answer& answer) {
    std::string all = std::to_string(answer.status);
    for (const auto& error : answer.errors()) all += " " + error;
    return all;
}

TestApp::TestApp(db::Writer::Limits limits, db::WriterPool::Rehearse rehearse, bool server)
    : stored_(TempDatabase::Holding::schema, server) {
    clock.set(start);
    db::DatabaseOptions options;
    options.location = stored_.location();
    // The same for all, so that two of them store the same.
    options.key_file = stored_.folder() / "keys";
    db::Keys::parse("1 " + std::string(64, '5') + "\n").write_new(options.key_file);
    options.writers = 3;
    options.rehearse = rehearse;
    options.writer = limits;
    database_ = std::make_unique<db::Database>(std::move(options));
    const domain::Instant now = clock.now().instant;
    database_->write([&](db::WriteTx& tx) {
        for (const domain::Role role : domain::all_roles) {
            for (const char* which : {"", "2"}) {
                const std::string name = std::string(to_text(role)) + which;
                db::actors::add_token(tx, {{}, name, role, "SMS"}, token_of(name), now);
            }
        }
    });
    sign_in_with(nullptr);
}

void TestApp::sign_in_with(std::shared_ptr<const identity::OpenidClients> providers) {
    routing::Settings settings;
    settings.openid = std::move(providers);
    settings.reminders.media = {domain::Medium::sms, domain::Medium::email, domain::Medium::letter};
    settings.reminders.sender = {"Sandefjord kommune", "33 41 60 00"};
    use(std::move(settings));
}

void TestApp::use(routing::Settings settings) {
    settings.password_cost = cheap_passwords;
    settings.problem_page = pages::problem_page;
    dispatcher_ = std::make_unique<routing::Dispatcher>(
        pages::routes_with_api(), *database_, [this] { return clock.now(); }, settings);
}

TestApp::~TestApp() { close(); }

void TestApp::close() {
    dispatcher_.reset();
    database_.reset();
}

routing::Request TestApp::request(std::string_view sender, std::string_view method,
                                  std::string_view target) const {
    routing::Request request;
    request.method = method_of(method);
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
    if (!sender.empty()) request.authorization = "Bearer " + token_of(sender);
    request.from_loopback = true;
    return request;
}

Answer TestApp::call(std::string_view sender, std::string_view method, std::string_view target,
                     std::string_view body, const Headers& headers) {
    routing::Request asked = request(sender, method, target);
    asked.body = body;
    if (!body.empty()) asked.content_type = "application/json";
    for (const auto& [name, value] : headers) {
        if (name == "content-type") {
            asked.content_type = value;
        } else if (name == "accept-language") {
            asked.accept_language = value;
        } else if (name == "idempotency-key") {
            asked.idempotency_key = value;
        } else if (name == "if-match") {
            asked.if_match = value;
        } else if (name == "if-none-match") {
            asked.if_none_match = value;
        } else if (name == "cookie") {
            asked.cookie = value;
        } else if (name == "host") {
            asked.host = value;
        } else if (name == "origin") {
            asked.origin = value;
        } else if (name == "sec-fetch-site") {
            asked.sec_fetch_site = value;
        } else {
            throw std::runtime_error("routing does not read " + name);
        }
    }
    return call_later(std::move(asked)).get();
}

Answer TestApp::send(std::string_view sender, std::string_view target, const Fields& fields) {
    std::string body;
    for (const auto& [name, value] : fields) {
        body += (body.empty() ? "" : "&") + pages::encoded(name) + "=" + pages::encoded(value);
    }
    return call(sender, "POST", target, body,
                {{"content-type", "application/x-www-form-urlencoded"}});
}

std::uint64_t TestApp::statements_of_page(std::string_view sender, const std::string& path,
                                          const std::map<std::string, std::string>& parameters) {
    const routing::Settings settings;
    auto asked = request(sender, "GET", path);
    asked.parameters = parameters;
    asked.now = clock.now();
    asked.settings = &settings;
    asked.principal.role = domain::parse_role(sender).value();
    asked.principal.assurance = routing::Assurance::fresh;
    auto found = routing::match(pages::routes_with_api(), routing::Method::get, path);
    asked.path_values = std::move(found.values);
    return database_->read([&](db::ReadTx& tx) {
        const auto before = tx.connection().statements_run();
        const auto shown = std::get<routing::Disclose>(found.route->handler)(asked, tx);
        if (shown.reply.status != 200) throw std::runtime_error(shown.reply.body);
        return tx.connection().statements_run() - before;
    });
}

std::future<Answer> TestApp::call_later(routing::Request asked) {
    auto promise = std::make_shared<std::promise<Answer>>();
    std::future<Answer> answered = promise->get_future();
    routing::Request kept = asked;
    dispatcher_->dispatch(std::move(asked), [this, promise, kept](routing::Reply reply) {
        try {
            Answer answer{reply.status,          reply.content_type,
                          std::move(reply.body), std::move(reply.headers),
                          reply.close,           {}};
            check(kept, answer);
            if (answer.content_type.ends_with("json") && !answer.body.empty()) {
                answer.json = Json::parse(answer.body);
            }
            promise->set_value(std::move(answer));
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
    });
    return answered;
}

void TestApp::check(const routing::Request& request, const Answer& answer) const {
    if (answer.status == 304) {
        if (!answer.body.empty()) differs(request, answer, "304 has no body");
        return;
    }
    const routing::Route* route =
        routing::match(pages::routes_with_api(), request.method, request.path).route;
    std::string schema;
    // A page, or the page that says what is wrong.
    if (answer.content_type.starts_with("text/html") &&
        (route == nullptr ? answer.status >= 400 : route->media == "text/html")) {
        return;
    }
    if (answer.content_type == "application/problem+json") {
        schema = "problem";
        if (answer.status < 400) differs(request, answer, "a problem without a status of one");
    } else if (route == nullptr) {
        differs(request, answer, "no route, and no problem");
    } else {
        const bool unavailable = route->answer == "readiness" && answer.status == 503;
        // What a person sees in a browser says in words what is wrong.
        const bool page = answer.status >= 400 && answer.content_type.starts_with("text/html");
        if (answer.status != route->success && !unavailable && !page) {
            differs(request, answer, "its row promises " + std::to_string(route->success));
        }
        const bool promised =
            (" " + std::string(route->media) + " ").find(" " + answer.content_type + " ") !=
            std::string::npos;
        // A list or labels to take along from a page.
        const bool file =
            route->media == "text/html" && !answer.header("content-disposition").empty();
        if (!route->media.empty() && !promised && !page && !file)
            differs(request, answer, "a type of its own");
        schema = route->answer;
    }
    if (schema.empty()) return;
    if (const auto faults = schema_faults(schema, answer.body); !faults.empty()) {
        differs(request, answer, "against the schema " + schema + ": " + faults);
    }
    if (schema == "problem") {
        const Json problem = Json::parse(answer.body);
        if (problem.number("/status") != answer.status ||
            problem.text("/code") != problem.text("/errors/0/code")) {
            differs(request, answer, "status and code are not those of the answer");
        }
        return;
    }
    // In a batch a bad scan is answered in its place.
    if (request.body.empty() || route->body_schema == "scan_batch" ||
        route->body == routing::Body::form || routing::takes_file(route->body)) {
        return;
    }
    if (const auto faults = schema_faults(route->body_schema, request.body); !faults.empty()) {
        differs(request, answer, "the body was taken, against its schema: " + faults);
    }
}

Answer TestApp::patch(std::string_view target, const Body& body, std::string_view sender) {
    const std::string etag = call(sender, "GET", target).header("etag");
    return call(sender, "PATCH", target, body, {{"if-match", etag}});
}

std::int64_t TestApp::product(const Body& given) {
    Body body;
    body.set("name", "Rullator Gemino 20").set("iso", "12060602").set("tracking", "serial");
    body.merge(given);
    return expect(post("/api/v1/products", body), 201).json.number("/id");
}

std::string TestApp::item(std::int64_t product, const Body& given) {
    Body body;
    body.set("product_id", product).set("depot", "SMS").set("shelf", "B3");
    body.merge(given);
    return expect(post("/api/v1/items", body), 201).json.text("/code");
}

std::string TestApp::ready_item(std::int64_t product, const Body& given) {
    const std::string code = item(product, given);
    expect(post("/api/v1/items/" + code + "/inspect", Body().set("ok", true)), 200);
    return code;
}

std::int64_t TestApp::borrower(const Body& given) {
    Body body;
    body.set("kind", "person").set("name", "Kari Nordmann").set("phone", "33 41 60 00");
    body.merge(given);
    return expect(post("/api/v1/borrowers", body), 201).json.number("/id");
}

std::int64_t TestApp::loan(const std::vector<std::string>& codes, const Body& given) {
    std::vector<std::string> lines;
    for (const std::string& code : codes) lines.push_back(Body().set("item", code).text());
    Body body;
    body.set("depot", "SMS").list("lines", lines);
    body.merge(given);
    if (!body.has("borrower_id")) body.set("borrower_id", borrower());
    return expect(post("/api/v1/loans", body), 201).json.number("/id");
}

std::string TestApp::new_id() {
    const std::uint64_t number = ++ids_;
    return "01932f00-0000-7000-8000-" + hex(number, 12);
}

Body TestApp::scan(std::string_view mode, std::string_view code, const Body& given) {
    Body body;
    body.set("id", new_id()).set("device", "desk-1");
    body.set("happened_at", domain::to_text(clock.now().instant));
    body.set("mode", mode).set("code", code).set("depot", "SMS");
    return body.merge(given);
}

Answer TestApp::scanned(std::string_view mode, std::string_view code, const Body& given) {
    return expect(post("/api/v1/scans", scan(mode, code, given)), 200);
}

std::string TestApp::state_of(const std::string& code) {
    return expect(get("/api/v1/items/" + code), 200).json.text("/state");
}

std::vector<std::string> TestApp::history_of(const std::string& code) {
    return expect(get("/api/v1/items/" + code + "/events?limit=200"), 200)
        .json.each("/items", "/kind");
}

std::size_t TestApp::open_discrepancies() {
    return expect(get("/api/v1/discrepancies?limit=200"), 200).json.size("/items");
}

}  // namespace support
