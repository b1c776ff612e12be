#include "http/gate.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace http {
namespace {

constexpr GateRefusal bad_bytes = {400, "bad_framing", "Forespørselen inneholder ulovlige tegn"};
constexpr GateRefusal bad_line_end = {400, "bad_framing", "Forespørselen har feil linjeskift"};
constexpr GateRefusal bad_request_line = {400, "bad_framing",
                                          "Første linje i forespørselen er feil"};
constexpr GateRefusal bad_field_line = {400, "bad_framing",
                                        "En linje i hodet på forespørselen er feil"};
constexpr GateRefusal bad_length = {400, "bad_framing", "Content-Length er feil"};
constexpr GateRefusal bad_target = {400, "bad_target", "Adressen i forespørselen er feil"};
constexpr GateRefusal bad_host = {400, "bad_host", "Host mangler eller er feil"};
constexpr GateRefusal repeated_field = {400, "bad_header", "Et felt står mer enn én gang"};
constexpr GateRefusal wrong_host = {421, "misdirected_request",
                                    "Denne tjeneren svarer ikke for det vertsnavnet"};
constexpr GateRefusal no_transfer_coding = {411, "length_required",
                                            "Send Content-Length, ikke Transfer-Encoding"};
constexpr GateRefusal long_target = {414, "uri_too_long", "Adressen er for lang"};
constexpr GateRefusal large_header = {431, "header_too_large",
                                      "Hodet på forespørselen er for stort"};
constexpr GateRefusal other_expectation = {417, "expectation_failed",
                                           "Forventningen kan ikke oppfylles"};
constexpr GateRefusal forbidden_method = {405, "method_not_allowed", "Metoden er ikke tillatt"};
constexpr GateRefusal unknown_method = {501, "not_implemented", "Metoden er ukjent"};
constexpr GateRefusal other_version = {505, "http_version", "HTTP-versjonen støttes ikke"};

// Fields that may stand only once.
constexpr unsigned host_field = 1;
constexpr unsigned length_field = 2;
constexpr unsigned authorization_field = 4;
constexpr unsigned content_type_field = 8;
constexpr unsigned idempotency_key_field = 16;

using Table = std::array<bool, 256>;

constexpr Table table_of(std::string_view others) {
    Table table{};
    for (unsigned c = '0'; c <= '9'; ++c) table[c] = true;
    for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = true;
    for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = true;
    for (const char c : others) table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr Table token_bytes = table_of("!#$%&'*+-.^_`|~");        // RFC 9110 5.6.2
constexpr Table target_bytes = table_of("-._~!$&'()*+,;=:@/?%");  // RFC 3986 pchar, "/" and "?"
constexpr Table host_bytes = table_of("-._~");  // of reg-name what names in use need

bool consists_of(std::string_view text, const Table& table) {
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return table[static_cast<unsigned char>(c)]; });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equals(std::string_view text, std::string_view other) {
    return text.size() == other.size() &&
           std::equal(text.begin(), text.end(), other.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// Origin form only. %00 is well-formed, but no address of ours has a use for it.
bool is_sound_target(std::string_view target) {
    if (target.empty() || target.front() != '/' || !consists_of(target, target_bytes)) return false;
    for (auto percent = target.find('%'); percent != std::string_view::npos;
         percent = target.find('%', percent + 1)) {
        const auto digits = target.substr(percent + 1, 2);
        if (digits.size() != 2 || !is_hex(digits[0]) || !is_hex(digits[1]) || digits == "00")
            return false;
    }
    return true;
}

struct HostAndPort {
    std::string_view host;  // "[::1]" with its brackets
    std::string_view port;  // may be empty
};

HostAndPort split_port(std::string_view value) {
    const auto bracket = value.rfind(']');
    const auto colon = value.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon == std::string_view::npos) return {value, {}};
    return {value.substr(0, colon), value.substr(colon + 1)};
}

bool is_ipv6_literal(std::string_view host) {
    if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
    const std::string address(host.substr(1, host.size() - 2));
    in6_addr parsed{};
    return ::inet_pton(AF_INET6, address.c_str(), &parsed) == 1;
}

bool is_sound_host(std::string_view value) {
    if (value.size() > 255) return false;
    const auto [host, port] = split_port(value);
    if (port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) return false;
    unsigned number = 0;
    std::from_chars(port.data(), port.data() + port.size(), number);
    if (number > 65535) return false;
    return is_ipv6_literal(host) || (!host.empty() && consists_of(host, host_bytes));
}

}  // namespace

Gate::Gate(const std::vector<std::string>& hosts, GateLimits limits)
    : hosts_(&hosts), limits_(limits) {}

void Gate::restart() {
    const auto* const hosts = hosts_;
    *this = Gate(*hosts, limits_);
}

Gate::Verdict Gate::refuse(const GateRefusal& refusal) {
    refusal_ = refusal;
    return Verdict::refused;
}

Gate::Verdict Gate::look(std::string_view received) {
    while (seen_ < received.size()) {
        const char byte = received[seen_++];
        const bool after_cr = last_ == '\r';
        last_ = byte;

        // Counted before the byte is judged, so that an endless line ends here.
        if (fields_begin_ == 0) {
            if (seen_ - line_begin_ > limits_.request_line + 2) return refuse(long_target);
        } else if (seen_ - fields_begin_ > limits_.field_section + 2) {
            return refuse(large_header);
        }

        if (byte == '\n') {
            if (!after_cr) return refuse(bad_line_end);
            const auto line = received.substr(line_begin_, seen_ - 2 - line_begin_);
            line_begin_ = seen_;
            const Verdict verdict = end_of_line(line);
            if (verdict != Verdict::more) return verdict;
        } else if (after_cr) {
            return refuse(bad_line_end);
        } else if (byte != '\r' && byte != '\t' && (byte < ' ' || byte > '~')) {
            return refuse(bad_bytes);
        }
    }
    return Verdict::more;
}

Gate::Verdict Gate::end_of_line(std::string_view line) {
    if (fields_begin_ != 0) return line.empty() ? end_of_head() : field_line(line);
    if (line.empty() && head_begin_ == 0) {
        // RFC 9112 2.2: old clients send one line end too many after a body.
        head_begin_ = seen_;
        return Verdict::more;
    }
    fields_begin_ = seen_;
    return request_line(line);
}

Gate::Verdict Gate::request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return refuse(bad_request_line);
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    if (method.empty() || !consists_of(method, token_bytes) || target.empty() ||
        target.find(' ') != std::string_view::npos)
        return refuse(bad_request_line);

    if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !is_digit(version[5]) ||
        version[6] != '.' || !is_digit(version[7]))
        return refuse(bad_request_line);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return refuse(other_version);
    http_1_0_ = version == "HTTP/1.0";

    is_head_method_ = method == "HEAD";
    if (method == "OPTIONS" || method == "TRACE" || method == "CONNECT")
        return refuse(forbidden_method);
    if (!is_head_method_ && method != "GET" && method != "POST" && method != "PUT" &&
        method != "PATCH" && method != "DELETE")
        return refuse(unknown_method);

    return is_sound_target(target) ? Verdict::more : refuse(bad_target);
}

Gate::Verdict Gate::field_line(std::string_view line) {
    if (++field_count_ > limits_.field_count) return refuse(large_header);
    // A name that is no token covers a folded line, a space before the colon and a line without a
    // colon.
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (colon == std::string_view::npos || name.empty() || !consists_of(name, token_bytes))
        return refuse(bad_field_line);
    return field(name, trimmed(line.substr(colon + 1)));
}

Gate::Verdict Gate::field(std::string_view name, std::string_view value) {
    if (equals(name, "host")) {
        if (!first_time(host_field) || !is_sound_host(value)) return refuse(bad_host);
        return is_served(value) ? Verdict::more : refuse(wrong_host);
    }
    if (equals(name, "content-length")) {
        if (!first_time(length_field) || value.empty() ||
            !std::all_of(value.begin(), value.end(), is_digit))
            return refuse(bad_length);
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), content_length_);
        return error == std::errc() && end == value.data() + value.size() ? Verdict::more
                                                                          : refuse(bad_length);
    }
    // Whatever its value and the version: Debian's Beast takes unknown codings for "no body".
    if (equals(name, "transfer-encoding")) return refuse(no_transfer_coding);
    if (equals(name, "expect")) {
        if (!equals(value, "100-continue")) return refuse(other_expectation);
        expects_continue_ = !http_1_0_;
        return Verdict::more;
    }
    if ((equals(name, "authorization") && !first_time(authorization_field)) ||
        (equals(name, "content-type") && !first_time(content_type_field)) ||
        (equals(name, "idempotency-key") && !first_time(idempotency_key_field)))
        return refuse(repeated_field);
    return Verdict::more;
}

Gate::Verdict Gate::end_of_head() {
    return (fields_seen_ & host_field) != 0 ? Verdict::pass : refuse(bad_host);
}

bool Gate::first_time(unsigned field_bit) {
    const bool first = (fields_seen_ & field_bit) == 0;
    fields_seen_ |= field_bit;
    return first;
}

bool Gate::is_served(std::string_view host) const {
    if (hosts_->empty()) return true;
    const auto name = split_port(host).host;
    return std::any_of(hosts_->begin(), hosts_->end(), [&](const std::string& served) {
        return equals(served, host) || equals(served, name);
    });
}

}  // namespace http
