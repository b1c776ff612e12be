#pragma once
// The gate: whether the head of a request may go on to the parser, decided on its bytes alone.
//
// It knows no socket and no Beast, so that it can be fed from a table, a fuzzer or a connection. It
// looks at each byte once, in the order of arrival, and stops at the first fault: the verdict is
// the same however the bytes were cut, and a fault is answered at once instead of when the head is
// complete.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace http {

struct GateLimits {
    std::size_t request_line = 4 * 1024;  // bytes without the line end; more is 414
    std::size_t field_section =
        16 * 1024;                 // bytes of all field lines with their line ends; more is 431
    std::size_t field_count = 64;  // more is 431
};

// An answer of the gate. After it the connection is closed and nothing more on it is read as a
// request.
struct GateRefusal {
    int status = 0;
    std::string_view code;   // stable, snake_case
    std::string_view title;  // bokmål
};

class Gate {
public:
    enum class Verdict {
        more,     // no fault so far, the head is not complete
        pass,     // complete and sound: head_begin() to head_end()
        refused,  // see refusal()
    };

    // `hosts` are the names that are served, with or without port; empty: any well-formed Host.
    // Must outlive the gate.
    explicit Gate(const std::vector<std::string>& hosts, GateLimits limits = {});

    // Forgets everything; the next look() is at the first byte of the next request.
    void restart();

    // `received`: all bytes of this request so far, those of earlier calls included.
    Verdict look(std::string_view received);

    // After pass: where the head lies in the bytes given, and what it announced.
    std::size_t head_begin() const {
        return head_begin_;
    }  // 2 when one empty line came before the request line
    std::size_t head_end() const { return seen_; }
    std::uint64_t content_length() const { return content_length_; }
    bool expects_continue() const { return expects_continue_; }

    // The request line said HEAD: the answer has no body. Also after refused.
    bool is_head_method() const { return is_head_method_; }

    // After refused.
    const GateRefusal& refusal() const { return refusal_; }

private:
    Verdict refuse(const GateRefusal& refusal);
    Verdict end_of_line(std::string_view line);
    Verdict request_line(std::string_view line);
    Verdict field_line(std::string_view line);
    Verdict field(std::string_view name, std::string_view value);
    Verdict end_of_head();
    bool first_time(unsigned field_bit);
    bool is_served(std::string_view host) const;

    const std::vector<std::string>* hosts_;
    GateLimits limits_;

    std::size_t seen_ = 0;
    std::size_t line_begin_ = 0;
    std::size_t head_begin_ = 0;
    std::size_t fields_begin_ = 0;  // 0: the request line is not complete
    std::size_t field_count_ = 0;
    unsigned fields_seen_ = 0;
    char last_ = 0;
    bool http_1_0_ = false;

    std::uint64_t content_length_ = 0;
    bool expects_continue_ = false;
    bool is_head_method_ = false;
    GateRefusal refusal_;
};

}  // namespace http
