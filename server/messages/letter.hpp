#pragma once
// A letter as a PDF for a window envelope. Pure: the same letter gives the same bytes.

#include <chrono>
#include <string>

#include "messages/message.hpp"

namespace messages {

struct LetterSender {
    PostalAddress address;
    std::string phone = {};
};

struct Letter {
    LetterSender sender;
    PostalAddress recipient;
    std::chrono::year_month_day date;  // a day that there is
    std::string reference = {};        // printed as ours; empty: not at all
    std::string subject;
    std::string text;  // an empty line separates paragraphs
    Language language = Language::bokmal;
};

// A4, tagged, with its language, its fonts in it. The recipient stands in the window of an envelope
// C5 or DIN lang (DIN 5008 B: 20 to 105 mm from the left, 45 to 90 mm from the top), the sender in
// one line above; what is too long there becomes smaller. Broken UTF-8 and control characters are
// not printed. Takes a few hundredths of a second; any thread.
std::string to_pdf(const Letter& letter);

// The letter that a message is.
Letter to_letter(const Message& message, const PostalAddress& recipient,
                 const LetterSender& sender);

// Whether a letter can be addressed so: a name, a postal code, a city, at most three lines between.
bool is_complete(const PostalAddress& address);

}  // namespace messages
