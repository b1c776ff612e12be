#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <memory>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/format.hpp"
#include "reports/sheet_text.hpp"
#include "reports/writers.hpp"

namespace reports {
namespace {

void check(lxw_error error) {
    if (error != LXW_NO_ERROR) {
        throw std::runtime_error(fmt::format("XLSX: {}", lxw_strerror(error)));
    }
}

// A file that has no place on any disk: libxlsxwriter writes to a name only.
class MemoryFile {
public:
    MemoryFile() : descriptor_(memfd_create("report", MFD_CLOEXEC)) {
        if (descriptor_ < 0) throw std::runtime_error("XLSX: no memory file");
    }
    ~MemoryFile() { close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string name() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

    std::string read() const {
        const off_t size = lseek(descriptor_, 0, SEEK_END);
        std::string bytes(static_cast<std::size_t>(std::max<off_t>(size, 0)), '\0');
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t count = pread(descriptor_, bytes.data() + done, bytes.size() - done,
                                        static_cast<off_t>(done));
            if (count <= 0) throw std::runtime_error("XLSX: the memory file cannot be read");
            done += static_cast<std::size_t>(count);
        }
        return bytes;
    }

private:
    int descriptor_;
};

std::string number_format(const Column& column) {
    const int decimals = std::clamp(column.decimals, 0, 9);
    const std::string fraction =
        decimals == 0 ? "" : "." + std::string(static_cast<std::size_t>(decimals), '0');
    switch (column.kind) {
        case Kind::percent:
            return "0" + fraction + "%";
        case Kind::money:
            return "#,##0" + fraction + "\" kr\"";
        case Kind::text:
        case Kind::code:
        case Kind::number:
        case Kind::day:
            return "#,##0" + fraction;
    }
    throw std::logic_error("no such kind");
}

// How cells of a column look; bold in the row of totals.
struct Formats {
    lxw_format* words;
    lxw_format* number;
    lxw_format* day;
};

Formats formats(lxw_workbook* book, const Column& column, bool bold) {
    const auto made = [&](const char* pattern) {
        lxw_format* format = workbook_add_format(book);
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        if (bold) format_set_bold(format);
        if (pattern != nullptr) format_set_num_format(format, pattern);
        return format;
    };
    return {made(nullptr), made(number_format(column).c_str()), made("dd.mm.yyyy")};
}

// Days as spreadsheets count them; before March 1900 they count wrongly.
std::optional<double> serial(domain::Day day) {
    using namespace std::chrono;
    if (day < sys_days{year{1900} / March / 1}) return std::nullopt;
    return static_cast<double>((day - sys_days{year{1899} / December / 30}).count());
}

class Sheet {
public:
    explicit Sheet(lxw_worksheet* sheet) : sheet_(sheet) {}

    void put(lxw_row_t row, lxw_col_t column, const Cell& cell, const Formats& formats) const {
        if (const auto* value = std::get_if<double>(&cell)) {
            if (std::isfinite(*value)) {
                check(worksheet_write_number(sheet_, row, column, *value, formats.number));
            }
        } else if (const auto* day = std::get_if<domain::Day>(&cell)) {
            if (const auto count = serial(*day)) {
                check(worksheet_write_number(sheet_, row, column, *count, formats.day));
            } else {
                put(row, column, domain::shown(*day), formats.words);
            }
        } else if (const auto* text = std::get_if<std::string>(&cell)) {
            put(row, column, *text, formats.words);
        }
    }

    // As words, whatever they look like.
    void put(lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format) const {
        check(worksheet_write_string(sheet_, row, column, sheet_cell(text).c_str(), format));
    }

private:
    lxw_worksheet* sheet_;
};

// In characters; what is longer than most is wrapped by whoever wants to see it.
double column_width(const Section& section, std::size_t index) {
    constexpr std::size_t least = 8;
    constexpr std::size_t most = 60;
    constexpr std::size_t filter_button = 3;
    const Column& column = section.columns[index];
    std::size_t widest = characters(column.label) + filter_button;
    const auto consider = [&](const Row& row) {
        const Cell& cell = cell_of(row, index);
        const auto* text = std::get_if<std::string>(&cell);
        widest = std::max(
            widest, text != nullptr ? characters(*text) : characters(shown(cell, column)) + 1);
    };
    for (const Row& row : section.rows) {
        consider(row);
        if (widest >= most) break;
    }
    consider(section.totals);
    return static_cast<double>(std::clamp(widest, least, most)) + 1;
}

void add_table(lxw_worksheet* sheet, const Section& section) {
    std::set<std::string> taken;
    std::vector<std::string> labels;
    for (const Column& column : section.columns) {
        labels.push_back(unique_head(column.label, taken));
    }
    std::vector<lxw_table_column> columns(labels.size());
    std::vector<lxw_table_column*> pointers;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        columns[i].header = labels[i].data();
        pointers.push_back(&columns[i]);
    }
    pointers.push_back(nullptr);
    lxw_table_options options{};
    options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
    options.style_type_number = 1;
    options.columns = pointers.data();
    // A table has a row, be it an empty one.
    const auto last = static_cast<lxw_row_t>(std::max<std::size_t>(section.rows.size(), 1));
    check(worksheet_add_table(sheet, 0, 0, last, static_cast<lxw_col_t>(labels.size() - 1),
                              &options));
}

void set_up_print(lxw_worksheet* sheet, const Report& report) {
    constexpr std::uint8_t a4 = 9;
    worksheet_set_paper(sheet, a4);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    check(worksheet_repeat_rows(sheet, 0, 0));
    worksheet_freeze_panes(sheet, 1, 0);
    check(worksheet_set_header(sheet, print_head(report.title, report.as_of_text).c_str()));
    check(worksheet_set_footer(sheet, "&R&P / &N"));
}

void write_section(lxw_workbook* book, const std::string& name, const Report& report,
                   const Section& section) {
    constexpr std::size_t most_rows = 1'000'000;
    if (section.rows.size() > most_rows) throw std::length_error("XLSX: too many rows");
    lxw_worksheet* raw = workbook_add_worksheet(book, name.c_str());
    if (raw == nullptr) throw std::runtime_error("XLSX: no sheet");
    const Sheet sheet(raw);
    set_up_print(raw, report);

    std::vector<Formats> body;
    std::vector<Formats> bold;
    for (std::size_t i = 0; i < section.columns.size(); ++i) {
        body.push_back(formats(book, section.columns[i], false));
        bold.push_back(formats(book, section.columns[i], true));
        const auto column = static_cast<lxw_col_t>(i);
        check(worksheet_set_column(raw, column, column, column_width(section, i), nullptr));
    }
    add_table(raw, section);
    const auto put_row = [&](lxw_row_t at, const Row& row, const std::vector<Formats>& formats) {
        for (std::size_t i = 0; i < section.columns.size(); ++i) {
            sheet.put(at, static_cast<lxw_col_t>(i), cell_of(row, i), formats[i]);
        }
    };
    lxw_row_t at = 1;
    for (const Row& row : section.rows) put_row(at++, row, body);
    if (section.rows.empty()) ++at;
    if (!section.totals.empty()) put_row(at++, section.totals, bold);
    for (const auto* notes : {&section.notes, &report.notes}) {
        for (const std::string& note : *notes) sheet.put(++at, 0, note, nullptr);
    }
}

}  // namespace

std::string write_xlsx(const Report& report) {
    const MemoryFile file;
    const std::string name = file.name();
    lxw_workbook* book = workbook_new(name.c_str());
    if (book == nullptr) throw std::runtime_error("XLSX: no workbook");
    std::unique_ptr<lxw_workbook, decltype(&lxw_workbook_free)> owned(book, lxw_workbook_free);

    std::string title = sheet_cell(report.title);
    std::string subject = sheet_cell(report.as_of_text);
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.subject = subject.data();
    properties.created =
        std::chrono::floor<std::chrono::seconds>(report.as_of).time_since_epoch().count();
    check(workbook_set_properties(book, &properties));

    std::set<std::string> taken;
    for (const Section& section : report.sections) {
        if (section.columns.empty()) continue;
        const std::string& heading = section.heading.empty() ? report.title : section.heading;
        write_section(book, unique_sheet_name(heading, taken), report, section);
    }
    check(workbook_close(owned.release()));
    return file.read();
}

}  // namespace reports
