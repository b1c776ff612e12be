#include "routing/dispatcher.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "db/access_store.hpp"
#include "db/actor_store.hpp"
#include "db/digest.hpp"
#include "db/error.hpp"
#include "db/idempotency_store.hpp"
#include "db/keys.hpp"
#include "db/session_store.hpp"
#include "domain/text.hpp"
#include "routing/assurance.hpp"
#include "routing/form_fields.hpp"
#include "routing/match.hpp"
#include "routing/multipart.hpp"
#include "routing/origin.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace routing {
namespace {

constexpr std::size_t longest_key = 200;
constexpr std::size_t longest_why = 200;

std::string_view bearer_token(std::string_view authorization) {
    constexpr std::string_view scheme = "Bearer ";
    if (authorization.size() <= scheme.size()) return {};
    const bool matches = std::equal(scheme.begin(), scheme.end(), authorization.begin(),
                                    [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    return matches ? authorization.substr(scheme.size()) : std::string_view();
}

std::string media_type(std::string_view content_type) {
    std::string lower(content_type.substr(0, content_type.find(';')));
    while (lower.ends_with(' ')) lower.pop_back();
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return lower;
}

bool is_json(std::string_view content_type) {
    const std::string type = media_type(content_type);
    return type == "application/json" || type == "application/merge-patch+json";
}

bool is_url_encoded(std::string_view content_type) {
    return media_type(content_type) == "application/x-www-form-urlencoded";
}

// What an HTML form sends without asking us first.
bool is_form(std::string_view content_type) {
    const std::string type = media_type(content_type);
    return type.starts_with("application/x-www-form-urlencoded") ||
           type.starts_with("multipart/form-data") || type.starts_with("text/plain");
}

std::string_view code_of(domain::Need need) {
    switch (need) {
        case domain::Need::second_factor:
            return "second_factor_needed";
        case domain::Need::password_change:
            return "password_change_needed";
        case domain::Need::second_factor_enrolment:
            return "enrolment_needed";
    }
    return {};
}

bool is_visible_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool lists(std::string_view names, std::string_view name) {
    while (!names.empty()) {
        const auto blank = names.find(' ');
        if (names.substr(0, blank) == name) return true;
        names.remove_prefix(blank == std::string_view::npos ? names.size() : blank + 1);
    }
    return false;
}

// Whether If-None-Match names the tag: one of a list, weak or not, or "*" for any.
bool names(std::string_view if_none_match, std::string_view etag) {
    while (!etag.empty() && !if_none_match.empty()) {
        const auto comma = if_none_match.find(',');
        std::string_view one = if_none_match.substr(0, comma);
        if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size()
                                                                    : comma + 1);
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (one == etag || one == "*") return true;
    }
    return false;
}

std::string header(const Reply& reply, std::string_view name) {
    for (const auto& [key, value] : reply.headers) {
        if (key == name) return value;
    }
    return {};
}

// A form cannot send header fields: its key is one of its own. Nor does it say in the address why
// somebody is looked at.
void take_from_form(Request& request) {
    const auto fields = form_fields(request);
    if (!fields) return;
    const bool keyed = !request.idempotency_key.empty();
    for (const auto& [name, value] : *fields) {
        if (name == "_key" && !keyed) request.idempotency_key = value;
        if (name == "_why" && !value.empty() && domain::is_plain_text(value)) {
            request.parameters["why"] = value;
        }
    }
}

// What is asked for by people with a browser, and answered to them.
bool is_page(const Request& request, const Route* route) {
    if (route != nullptr) return route->media == "text/html";
    return request.method == Method::get && !request.path.starts_with("/api/");
}

// The checks between 403 and the handler: size, type, 428, and the query (400).
std::optional<Reply> refuse_form(Request& request, const Route& route) {
    const bool image = route.body == Body::image;
    if (request.body_too_large && route.body != Body::form_with_file) {
        return problem(request, 413, image ? "file_too_large" : "body_too_large");
    }
    if (route.body == Body::form) {
        if (!is_url_encoded(request.content_type)) return problem(request, 415, "form_needed");
        take_from_form(request);
    } else if (route.body == Body::form_with_file) {
        if (!is_multipart(request)) return problem(request, 415, "file_form_needed");
        take_from_form(request);
    } else if (image) {
        if (!lists(image_types, media_type(request.content_type))) {
            return problem(request, 415, "image_needed");
        }
    } else if (route.body != Body::none &&
               !(request.body.empty() && request.content_type.empty()) &&
               !is_json(request.content_type)) {
        return problem(request, 415, "json_needed");
    }
    if (route.body == Body::none && route.method != Method::get && is_form(request.content_type)) {
        return problem(request, 415, "json_needed");
    }
    // Who sends something wants something by it.
    if (route.body == Body::none && route.method != Method::get && !request.body.empty() &&
        request.body != "{}") {
        return problem(request, 400, "body_not_taken");
    }
    const bool changes_one =
        route.method == Method::put || route.method == Method::patch || route.method == Method::del;
    if (changes_one && route.if_match && request.if_match.empty())
        return problem(request, 428, "if_match_needed");
    if (route.method == Method::post && !request.idempotency_key.empty() &&
        (request.idempotency_key.size() > longest_key ||
         !is_visible_ascii(request.idempotency_key))) {
        return problem(request, 400, "invalid_idempotency_key");
    }

    if (route.parameters == any_parameters) return std::nullopt;
    const auto parameters = parse_query(request.query);
    if (!parameters) return problem(request, 400, "invalid_query");
    std::vector<Fault> faults;
    for (const auto& [name, value] : *parameters) {
        if (!lists(route.parameters, name)) {
            faults.push_back({"?" + name, "unknown_parameter"});
        } else if (!request.parameters.emplace(name, value).second) {
            faults.push_back({"?" + name, "duplicate_parameter"});
        } else if (!domain::is_plain_text(value)) {
            faults.push_back({"?" + name, "invalid_value"});
        }
    }
    if (const auto why = request.parameters.find("why");
        why != request.parameters.end() && domain::code_points(why->second) > longest_why) {
        faults.push_back({"?why", "too_long"});
    }
    if (!faults.empty()) return problem(request, 400, faults);
    return std::nullopt;
}

// Every POST may carry one; on others it says nothing.
bool has_key(const Request& request) {
    return request.method == Method::post && !request.idempotency_key.empty();
}

std::string action_of(const Route& route) {
    return fmt::format("{} {}", to_text(route.method), route.path);
}

// A browser that sends the same form again writes another boundary.
std::string content_of(const Request& request) {
    const auto parts =
        is_multipart(request) ? parse_multipart(request.content_type, request.body) : std::nullopt;
    if (!parts) return request.body;
    std::string content;
    for (const Part& part : *parts) {
        content += fmt::format("{} {}\n{}\n", part.name, part.content.size(), part.content);
    }
    return content;
}

// The first is stored; any of them says that it is the same request. With the keys where a body may
// hold what is personal: whoever has the database alone cannot try what it was.
std::vector<std::string> fingerprints_of(const Request& request, const Route& route,
                                         db::WriteTx& tx) {
    const std::string all = request.path + "\n" + request.query + "\n" + content_of(request);
    const bool form = route.body == Body::form || route.body == Body::form_with_file;
    const bool personal = route.kept == Kept::outline || form;
    if (personal) return tx.keys().indexes(all, "idempotency");
    return {db::sha256_hex(all)};
}

db::access::Entry access_entry(const Request& request, const Route& route, const Shown& shown) {
    const auto why = request.parameters.find("why");
    return {request.now.instant,
            request.principal.actor,
            request.principal.role,
            request.principal.depot,
            action_of(route),
            shown.reply.status,
            why == request.parameters.end() ? std::nullopt : std::optional(why->second),
            shown.persons};
}

// A refusal kept under its key has already been taken back to before the handler.
bool keeps(const Request& request, const Reply& reply) {
    return reply.status < 400 || has_key(request);
}

// 304 in place of what the sender already has.
void cut_short(const Request& request, Reply& reply) {
    if (request.method == Method::get && reply.status == 200 && !request.if_none_match.empty() &&
        names(request.if_none_match, header(reply, "etag"))) {
        reply.status = 304;
        reply.body.clear();
    }
}

}  // namespace

// How many tasks are alive. The jobs of the database hold tasks, and the tasks use the dispatcher.
struct Dispatcher::UnderWay {
    std::mutex mutex;
    std::condition_variable none_left;
    std::size_t count = 0;
};

struct Dispatcher::Task {
    explicit Task(std::shared_ptr<UnderWay> all) : under_way(std::move(all)) {
        const std::lock_guard lock(under_way->mutex);
        ++under_way->count;
    }
    ~Task() {
        const std::lock_guard lock(under_way->mutex);
        if (--under_way->count == 0) under_way->none_left.notify_all();
    }
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    std::shared_ptr<UnderWay> under_way;
    Request request;
    Done done;
    const Route* route = nullptr;
    std::size_t row = Metrics::no_route;
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
    std::optional<Shown> shown;  // what a write is about to answer
};

// Two threads for Work handlers, so that none of them holds up a reader or the writer.
class Dispatcher::Worker {
public:
    Worker() {
        for (std::thread& thread : threads_) thread = std::thread([this] { run(); });
    }
    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        for (std::thread& thread : threads_) thread.join();
    }
    bool submit(std::function<void()> job) {
        {
            const std::lock_guard lock(mutex_);
            if (queue_.size() >= limit) return false;
            queue_.push_back(std::move(job));
        }
        wake_.notify_one();
        return true;
    }

private:
    static constexpr std::size_t limit = 16;

    void run() {
        for (;;) {
            std::function<void()> job;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
                if (queue_.empty()) return;
                job = std::move(queue_.front());
                queue_.pop_front();
            }
            job();
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    bool stopping_ = false;
    std::array<std::thread, 2> threads_;
};

// What one of them is full of does not keep the others from their work.
struct Dispatcher::Workers {
    Worker& of(const Route& route) {
        if (route.of_the_host) return of_the_host;
        return route.roles.empty() ? of_everybody : of_the_signed_in;
    }

    Worker of_the_host;
    Worker of_everybody;  // signing in
    Worker of_the_signed_in;
};

namespace {

std::vector<std::string> actions_of(std::span<const Route> routes) {
    std::vector<std::string> actions;
    for (const Route& route : routes) actions.push_back(action_of(route));
    return actions;
}

}  // namespace

Dispatcher::Dispatcher(std::span<const Route> routes, db::Database& database, Clock clock,
                       Settings settings)
    : routes_(routes),
      database_(database),
      clock_(std::move(clock)),
      settings_(std::move(settings)),
      metrics_(actions_of(routes)),
      live_(database, clock_),
      under_way_(std::make_shared<UnderWay>()),
      workers_(std::make_unique<Workers>()) {}

Dispatcher::~Dispatcher() {
    std::unique_lock lock(under_way_->mutex);
    under_way_->none_left.wait(lock, [this] { return under_way_->count == 0; });
}

std::size_t Dispatcher::most_body(const Request& request) const {
    const Route* route = match(routes_, request.method, request.path).route;
    return route != nullptr && takes_file(route->body) ? most_file_body : routing::most_body;
}

void Dispatcher::dispatch(Request request, Done done) {
    const auto task = std::make_shared<Task>(under_way_);
    task->request = std::move(request);
    task->done = std::move(done);
    try {
        Request& asked = task->request;
        asked.now = clock_();
        asked.settings = &settings_;
        asked.language = !asked.path.starts_with("/api/") ? page_language(asked)
                                                          : language_of(asked.accept_language);
        Match found = match(routes_, asked.method, asked.path);
        if (found.route == nullptr) {
            Reply reply = found.allowed.empty() ? problem(asked, 404, "not_found")
                                                : problem(asked, 405, "method_not_allowed");
            if (!found.allowed.empty()) reply.headers.emplace_back("allow", found.allowed);
            return finish(*task, std::move(reply));
        }
        task->route = found.route;
        task->row = static_cast<std::size_t>(found.route - routes_.data());
        asked.path_values = std::move(found.values);

        const auto* plain = std::get_if<Plain>(&found.route->handler);
        if (found.route->roles.empty() && plain != nullptr) {
            auto refused = refuse_form(asked, *found.route);
            return finish(*task, refused ? std::move(*refused) : (*plain)(asked));
        }
        if (!database_.read_later([this, task](db::ReadTx& tx) { authorise(task, tx); })) {
            finish(*task, problem(asked, 503, "busy"));
        }
    } catch (...) {
        fail(*task, std::current_exception());
    }
}

void Dispatcher::authorise(const std::shared_ptr<Task>& task, db::ReadTx& tx) {
    try {
        Request& request = task->request;
        const Route& route = *task->route;
        if (auto refused = refuse_sender(request, route, tx)) {
            // Who is known and tries what is not theirs; nobody's requests only show in the
            // figures.
            if (refused->status == 403 && request.principal.actor.value != 0) {
                fmt::print(stderr, "level=warning event=refused actor={} route=\"{}\"\n",
                           request.principal.actor.value, action_of(route));
            }
            return finish(*task, std::move(*refused));
        }
        if (auto refused = refuse_form(request, route)) {
            return finish(*task, std::move(*refused));
        }
        run(task, tx);
    } catch (...) {
        fail(*task, std::current_exception());
    }
}

// 401, or 403 with what would help.
std::optional<Reply> Dispatcher::refuse_sender(Request& request, const Route& route,
                                               db::ReadTx& tx) {
    std::vector<domain::Need> needs;
    if (!route.roles.empty() && !identify(request, route, needs, tx)) {
        Reply reply = problem(request, 401, "not_signed_in");
        reply.headers.emplace_back("www-authenticate", "Bearer");
        return reply;
    }
    // A browser adds a cookie to what other sites make it send, but never a token.
    if (request.authorization.empty() && request.method != Method::get &&
        from_another_site(request)) {
        return problem(request, 403, "from_another_site");
    }
    if (route.roles.empty()) return std::nullopt;
    if (!route.roles.has(request.principal.role)) return problem(request, 403, "not_allowed");
    if (request.principal.assurance < route.assurance) {
        return problem(request, 403, needs.empty() ? "shown_again_needed" : code_of(needs.front()));
    }
    return std::nullopt;
}

// Who sends it, by a device's token or else by a person's cookie; and what that person has to do
// first. False: nobody that is known.
bool Dispatcher::identify(Request& request, const Route& route, std::vector<domain::Need>& needs,
                          db::ReadTx& tx) {
    Principal& principal = request.principal;
    if (!request.authorization.empty()) {
        const std::string_view token = bearer_token(request.authorization);
        auto actor = token.empty() ? std::nullopt : db::actors::by_token(tx, token);
        if (!actor) return false;
        principal = {actor->id,
                     std::move(actor->name),
                     actor->role,
                     std::move(actor->depot),
                     domain::sees_protected(actor->role, false),
                     Assurance::fresh,
                     {}};
        return true;
    }
    const std::string_view token = cookie(request.cookie, session_cookie);
    const domain::Instant now = request.now.instant;
    auto person = token.empty() ? std::nullopt : db::sessions::by_token(tx, token, now);
    if (!person) return false;
    const bool by_itself = request.unattended || std::holds_alternative<Follow>(route.handler);
    if (!by_itself && domain::notes_seen(person->session, now)) note_seen(person->id, now);
    Standing standing = standing_of(*person, now);
    principal = {person->actor,
                 std::move(person->name),
                 person->role,
                 person->depot.value_or(""),
                 domain::sees_protected(person->role, person->sees_protected),
                 standing.assurance,
                 person->id};
    needs = std::move(standing.needs);
    return true;
}

// The request does not wait for it; when it cannot be stored, the next one of the session tries.
void Dispatcher::note_seen(domain::SessionId session, domain::Instant now) {
    database_.write_later(
        [session, now](db::WriteTx& tx) {
            db::sessions::note_seen(tx, session, now);
            return db::Keep::yes;
        },
        [](const std::exception_ptr&) {});
}

void Dispatcher::run(const std::shared_ptr<Task>& task, db::ReadTx& tx) {
    const Handler& handler = task->route->handler;
    if (const auto* plain = std::get_if<Plain>(&handler)) {
        finish(*task, (*plain)(task->request));
    } else if (const auto* read = std::get_if<Read>(&handler)) {
        finish(*task, (*read)(task->request, tx));
    } else if (const auto* shows = std::get_if<Disclose>(&handler)) {
        disclose(task, (*shows)(task->request, tx));
    } else if (std::holds_alternative<Write>(handler)) {
        if (task->route->prepare != nullptr) {
            task->request.prepared = task->route->prepare(task->request);
        }
        write(task);
    } else if (std::holds_alternative<Follow>(handler)) {
        finish(*task, live_.follow(task->request));
    } else {
        const Work work = std::get<Work>(handler);
        const bool queued = workers_->of(*task->route).submit([this, task, work] {
            try {
                Desk desk(database_, metrics_, live_, settings_,
                          [&](const Change& change) { return answer_now(*task, change); });
                finish(*task, work(task->request, desk));
            } catch (...) {
                fail(*task, std::current_exception());
            }
        });
        if (!queued) finish(*task, problem(task->request, 503, "busy"));
    }
}

void Dispatcher::disclose(const std::shared_ptr<Task>& task, Shown shown) {
    if (shown.persons.empty()) return finish(*task, std::move(shown.reply));
    cut_short(task->request, shown.reply);
    task->shown = std::move(shown);
    log_and_finish(task);
}

// The answer leaves after its row is stored.
void Dispatcher::log_and_finish(const std::shared_ptr<Task>& task) {
    const bool queued = database_.write_later(
        [task](db::WriteTx& tx) {
            db::access::append(tx, access_entry(task->request, *task->route, *task->shown));
            return db::Keep::yes;
        },
        [this, task](const std::exception_ptr& failure) {
            if (failure) return fail(*task, failure);
            finish(*task, std::move(task->shown->reply));
        });
    if (!queued) finish(*task, problem(task->request, 503, "busy"));
}

void Dispatcher::write(const std::shared_ptr<Task>& task) {
    const Write handler = std::get<Write>(task->route->handler);
    const bool queued = database_.write_later(
        [this, task, handler](db::WriteTx& tx) {
            return write_in(*task, tx,
                            [&](db::WriteTx& own) { return handler(task->request, own); });
        },
        [this, task](const std::exception_ptr& failure) {
            if (failure) return fail(*task, failure);
            if (unlogged(*task)) return log_and_finish(task);
            finish(*task, std::move(task->shown->reply));
        });
    if (!queued) finish(*task, problem(task->request, 503, "busy"));
}

db::Keep Dispatcher::write_in(Task& task, db::WriteTx& tx, const Change& change) {
    task.shown = write_once(task, tx, change);
    const Shown& shown = *task.shown;
    if (!keeps(task.request, shown.reply)) return db::Keep::no;
    if (!shown.persons.empty()) {
        db::access::append(tx, access_entry(task.request, *task.route, shown));
    }
    return db::Keep::yes;
}

// A refusal that tells of persons: the row about it is not taken back with what the handler did.
bool Dispatcher::unlogged(const Task& task) {
    return !task.shown->persons.empty() && !keeps(task.request, task.shown->reply);
}

// The same for a worker, which waits for it.
Reply Dispatcher::answer_now(Task& task, const Change& change) {
    const auto stored = std::make_shared<std::promise<void>>();
    const bool queued =
        database_.write_later([&](db::WriteTx& tx) { return write_in(task, tx, change); },
                              [stored](const std::exception_ptr& failure) {
                                  failure ? stored->set_exception(failure) : stored->set_value();
                              });
    if (!queued) throw db::QueueFull("the writer's queue is full");
    stored->get_future().get();
    if (unlogged(task)) {
        database_.write([&](db::WriteTx& tx) {
            db::access::append(tx, access_entry(task.request, *task.route, *task.shown));
        });
    }
    return std::move(task.shown->reply);
}

Shown Dispatcher::write_once(Task& task, db::WriteTx& tx, const Change& change) {
    Request& request = task.request;
    const Route& route = *task.route;
    if (!has_key(request)) return change(tx);
    const db::idempotency::Key key{request.principal.actor, action_of(route),
                                   request.idempotency_key};
    const auto fingerprints = fingerprints_of(request, route, tx);
    if (auto stored = db::idempotency::find(tx, key, request.now.instant)) {
        if (std::find(fingerprints.begin(), fingerprints.end(), stored->fingerprint) ==
            fingerprints.end()) {
            return problem(request, 422, "idempotency_key_reused");
        }
        Shown answer(Reply{});
        const bool refusal = stored->status >= 400;
        if (!stored->body || (refusal && stored->location)) {
            answer = replayed(task, tx, *stored->location);
        }
        // What it made is gone, or became a part of another.
        if (!stored->body && answer.reply.status >= 400) return answer;
        // A refusal that leads to a person tells of that one again.
        if (refusal) answer.reply = {};
        answer.reply.status = stored->status;
        answer.reply.content_type = stored->content_type;
        if (stored->body) {
            answer.reply.body = *stored->body;
            if (stored->etag) answer.reply.headers.emplace_back("etag", *stored->etag);
        }
        if (stored->location) answer.reply.headers.emplace_back("location", *stored->location);
        return answer;
    }

    db::Savepoint before_handler(tx);
    Shown shown = change(tx);
    const Reply& reply = shown.reply;
    if (reply.status < 400) before_handler.keep();
    const bool kept = reply.status < 400 || reply.status == 409;
    if (!kept) return shown;
    if (reply.status == 409) before_handler.undo();
    db::idempotency::Stored stored;
    stored.fingerprint = fingerprints.front();
    stored.status = reply.status;
    stored.content_type = reply.content_type;
    const std::string location = header(reply, "location");
    const std::string etag = header(reply, "etag");
    if (!location.empty()) stored.location = location;
    const bool outline = route.kept == Kept::outline && reply.status < 400 && !location.empty();
    if (!outline) stored.body = reply.body;
    // Of an outline it would be a digest of what shows the person, and is made again with the body.
    if (!outline && !etag.empty()) stored.etag = etag;
    db::idempotency::insert(tx, key, stored, request.now.instant);
    return shown;
}

// The body of a kept outline, made again by the route of its location.
Shown Dispatcher::replayed(Task& task, db::ReadTx& tx, const std::string& location) {
    Match found = match(routes_, Method::get, location);
    if (found.route == nullptr) return problem(task.request, 404, "not_found");
    Request again = task.request;
    again.method = Method::get;
    again.path = location;
    again.path_values = std::move(found.values);
    if (const auto* shows = std::get_if<Disclose>(&found.route->handler)) {
        return (*shows)(again, tx);
    }
    return std::get<Read>(found.route->handler)(again, tx);
}

void Dispatcher::finish(Task& task, Reply reply) {
    const Request& request = task.request;
    const bool come_again = reply.status == 503 || reply.status == 507;
    if (come_again && header(reply, "retry-after").empty()) {
        reply.headers.emplace_back("retry-after", "1");
    }
    if (settings_.problem_page != nullptr && reply.content_type == "application/problem+json" &&
        is_page(request, task.route)) {
        reply = settings_.problem_page(request, reply);
    }
    // What was not read stands in the way of the next request.
    reply.close = request.body_too_large;
    cut_short(request, reply);
    metrics_.count(task.row, reply.status, std::chrono::steady_clock::now() - task.began);
    task.done(std::move(reply));
}

// The one place where what was thrown becomes an answer. Its text goes to the log, never out.
void Dispatcher::fail(Task& task, const std::exception_ptr& failure) {
    int status = 500;
    std::string_view code = "internal_error";
    std::string what = "unknown";
    try {
        std::rethrow_exception(failure);
    } catch (const db::StorageFailure& storage) {
        const bool full = storage.kind() == db::Trouble::full;
        status = full ? 507 : 503;
        code = full ? "no_room" : "storage_failed";
        what = storage.what();
    } catch (const db::OutcomeUnknown& unknown) {
        status = 503;
        code = "outcome_unknown";
        what = unknown.what();
    } catch (const db::TryAgain& in_the_way) {
        status = 503;
        code = "busy";
        what = in_the_way.what();
    } catch (const db::QueueFull&) {
        status = 503;
        code = "busy";
        what = "queue full";
    } catch (const db::ConstraintViolation& violation) {
        // A rule that the handler asked too early, or a race that the schema decided.
        status = 409;
        code = "conflict";
        what = violation.what();
    } catch (const std::exception& error) {
        what = error.what();
    } catch (...) {
        what = "not an exception";
    }
    const std::string action = task.route == nullptr ? std::string("-") : action_of(*task.route);
    fmt::print(stderr, "level=error event=request_failed status={} route=\"{}\" what=\"{}\"\n",
               status, action, what);
    finish(task, problem(task.request, status, code));
}

}  // namespace routing
