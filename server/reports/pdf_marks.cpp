#include "reports/pdf_marks.hpp"

#include <charconv>
#include <memory>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <glib.h>

namespace reports {
namespace {

void require(bool as_expected) {
    if (!as_expected) throw std::runtime_error("PDF: not as cairo writes it");
}

std::size_t number_at(std::string_view text, std::size_t at) {
    std::size_t number = 0;
    require(at <= text.size());
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    require(error == std::errc());
    return number;
}

std::size_t number_after(std::string_view text, std::string_view key) {
    const std::size_t at = text.rfind(key);
    require(at != std::string_view::npos);
    return number_at(text, at + key.size());
}

// Where the file's objects are, by its one table of references.
struct References {
    std::size_t table;
    std::size_t root;
    std::size_t info;
    std::vector<std::size_t> offsets;  // by number; 0: free
};

References references_of(std::string_view pdf) {
    constexpr std::size_t entry = 20;
    References found{};
    found.table = number_after(pdf, "startxref\n");
    require(found.table < pdf.size());
    const std::string_view table = pdf.substr(found.table);
    const std::string_view beginning = "xref\n0 ";
    require(table.starts_with(beginning));
    const std::size_t count = number_at(table, beginning.size());
    require(count <= table.size() / entry);
    found.offsets.resize(count);
    std::size_t at = table.find('\n', beginning.size()) + 1;
    for (std::size_t& offset : found.offsets) {
        require(at + entry <= table.size());
        if (table[at + 17] == 'n') offset = number_at(table, at);
        at += entry;
    }
    const std::string_view trailer = table.substr(at);
    require(trailer.starts_with("trailer"));
    found.root = number_after(trailer, "/Root ");
    found.info = number_after(trailer, "/Info ");
    require(found.root < found.offsets.size());
    return found;
}

// "12 0 obj\n<< ", "/Type …>>\nendobj\n": the new entries go between.
struct Object {
    std::string_view head;
    std::string_view rest;
};

Object object_at(std::string_view pdf, std::size_t offset) {
    require(offset < pdf.size());
    const std::string_view text = pdf.substr(offset);
    const std::string_view opening = "<< ";
    const std::string_view closing = "endobj\n";
    const std::size_t open = text.find(opening);
    const std::size_t close = text.find(closing);
    require(open != std::string_view::npos && close != std::string_view::npos && open < close);
    const std::size_t middle = open + opening.size();
    return {text.substr(0, middle), text.substr(middle, close + closing.size() - middle)};
}

// A text string: UTF-16 with its mark, in hexadecimal.
std::string pdf_text(const std::string& text) {
    glong units = 0;
    const std::unique_ptr<gunichar2, decltype(&g_free)> utf16(
        g_utf8_to_utf16(text.data(), static_cast<glong>(text.size()), nullptr, &units, nullptr),
        g_free);
    require(utf16 != nullptr);
    std::string result = "<FEFF";
    for (glong i = 0; i < units; ++i) result += fmt::format("{:04X}", utf16.get()[i]);
    return result + ">";
}

class Update {
public:
    Update(std::string& pdf, const References& references) : pdf_(pdf), references_(references) {
        reference_ = "xref\n";
    }

    void add(std::size_t number, const std::string& entries) {
        const Object object = object_at(pdf_, references_.offsets[number]);
        reference_ += fmt::format("{} 1\n{:010} 00000 n \n", number, pdf_.size() + objects_.size());
        objects_ += fmt::format("{}{} {}", object.head, entries, object.rest);
    }

    void finish() {
        const std::size_t at = pdf_.size() + objects_.size();
        pdf_ += objects_ + reference_ +
                fmt::format(
                    "trailer\n<< /Size {} /Root {} 0 R /Info {} 0 R /Prev {} >>\n"
                    "startxref\n{}\n%%EOF\n",
                    references_.offsets.size(), references_.root, references_.info,
                    references_.table, at);
    }

private:
    std::string& pdf_;
    const References& references_;
    std::string objects_;
    std::string reference_;
};

// Whether the object is an element of that kind.
bool is_element(std::string_view pdf, std::size_t number, std::size_t offset,
                std::string_view kind) {
    if (offset == 0 || offset >= pdf.size()) return false;
    const std::string beginning =
        fmt::format("{} 0 obj\n<< /Type /StructElem\n   /S /{}\n", number, kind);
    return pdf.substr(offset).starts_with(beginning);
}

}  // namespace

std::string with_marks(std::string pdf, std::string_view language,
                       std::span<const std::string> figures) {
    if (!pdf.ends_with('\n')) pdf += '\n';
    const References references = references_of(pdf);
    Update update(pdf, references);
    std::size_t figure = 0;
    for (std::size_t i = 0; i < references.offsets.size(); ++i) {
        const std::size_t offset = references.offsets[i];
        if (i == references.root) {
            const bool marked =
                object_at(pdf, offset).rest.find("/MarkInfo") != std::string_view::npos;
            update.add(i, fmt::format("/Lang ({}) /ViewerPreferences << /DisplayDocTitle true >>{}",
                                      language, marked ? "" : " /MarkInfo << /Marked true >>"));
        } else if (is_element(pdf, i, offset, "TH")) {
            update.add(i, "/A << /O /Table /Scope /Column >>");
        } else if (figure < figures.size() && is_element(pdf, i, offset, "Figure")) {
            update.add(i, "/Alt " + pdf_text(figures[figure++]));
        }
    }
    require(figure == figures.size());
    update.finish();
    return pdf;
}

}  // namespace reports
