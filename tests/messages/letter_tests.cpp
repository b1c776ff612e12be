// Letters, read back by poppler: what is where on the paper, and what a screen reader is told.

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <thread>

#include "identity/helper.hpp"
#include "messages/letter.hpp"
#include "messages/pdf_language.hpp"
#include "messages/print_folder.hpp"
#include "messages/sending.hpp"
#include "support/program.hpp"
#include "support/skip.hpp"
#include "support/temp_database.hpp"

using messages::Language;
using messages::Letter;
using messages::Message;
using support::told;

namespace {

Letter a_letter() {
    const Message message = support::a_message();
    Letter letter = messages::to_letter(message, *message.to.post, support::a_letter_sender());
    letter.reference = "2026/1234";
    letter.text =
        "Første avsnitt, som er skrevet for å være så langt at det må brytes over mer enn "
        "én linje på arket.\n\nAndre avsnitt.\nMed to linjer.";
    return letter;
}

class Paper {
public:
    explicit Paper(const std::string& pdf)
        : files_(support::TempDatabase::Holding::nothing, false),
          file_((files_.folder() / "letter.pdf").string()) {
        std::ofstream(file_, std::ios::binary) << pdf;
    }
    std::string read(std::vector<std::string> words, bool to_output = true) const {
        words[0] = support::program_path(words[0]);
        words.push_back(file_);
        if (to_output) words.emplace_back("-");
        const auto done = support::run(words);
        REQUIRE(done.status == 0);
        CHECK(done.error == "");
        return done.output;
    }
    std::string text() const { return read({"pdftotext", "-layout"}); }
    std::string info() const { return read({"pdfinfo"}, false); }

    // The box of the first such word of the first page in millimetres: left, top, right, bottom.
    std::vector<double> box(const std::string& word) const {
        const std::string all = read({"pdftotext", "-bbox", "-l", "1"});
        const auto end = all.find(">" + word + "</word>");
        REQUIRE(end != std::string::npos);
        const std::string tag = all.substr(all.rfind('<', end), end - all.rfind('<', end));
        std::vector<double> box;
        for (const char* name : {"xMin=\"", "yMin=\"", "xMax=\"", "yMax=\""}) {
            box.push_back(std::stod(tag.substr(tag.find(name) + 6)) * 25.4 / 72);
        }
        return box;
    }

private:
    support::TempDatabase files_;
    std::string file_;
};

bool has_poppler() { return !support::program_path("pdftotext").empty(); }

bool has_line(const std::string& text, const std::string& line) {
    std::istringstream in(text);
    for (std::string one; std::getline(in, one);) {
        const auto begin = one.find_first_not_of(" \f");
        if (begin != std::string::npos && one.substr(begin) == line) return true;
    }
    return false;
}

std::string file_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a letter says who writes to whom, when and what, in its language") {
    if (!has_poppler()) return support::skip("no pdftotext");
    Letter letter = a_letter();
    const std::string bokmal = Paper(messages::to_pdf(letter)).text();
    for (const char* line : {"Sandefjord medisinske senter", "Telefon 33 41 60 00", "Åse Ødegård",
                             "Ærfuglveien 3 B", "3215 Sandefjord", "27. november 2026",
                             "Vår referanse: 2026/1234", "Utstyret skal leveres", "Andre avsnitt.",
                             "Med to linjer.", "Med vennlig hilsen", "Side 1 av 1"}) {
        INFO(line);
        CHECK(has_line(bokmal, line));
    }
    CHECK_THAT(bokmal, Catch::Contains("Første avsnitt, som er skrevet"));
    CHECK_THAT(bokmal, Catch::Contains(
                           "Sandefjord medisinske senter · Skiringssalveien 20 · 3211 Sandefjord"));

    letter.language = Language::nynorsk;
    const std::string nynorsk = Paper(messages::to_pdf(letter)).text();
    CHECK(has_line(nynorsk, "Med venleg helsing"));
    CHECK(has_line(nynorsk, "27. november 2026"));
    letter.language = Language::english;
    letter.reference = "";
    const std::string english = Paper(messages::to_pdf(letter)).text();
    CHECK(has_line(english, "27 November 2026"));
    CHECK(has_line(english, "Kind regards"));
    CHECK(has_line(english, "Page 1 of 1"));
    CHECK(has_line(english, "Phone 33 41 60 00"));
    CHECK_THAT(english, !Catch::Contains("reference"));
}

TEST_CASE("the recipient stands in the window of the envelope, however long the address is") {
    if (!has_poppler()) return support::skip("no pdftotext");
    const auto is_in_window = [](const std::vector<double>& box) {
        return box[0] >= 20 && box[1] >= 45 && box[2] <= 105 && box[3] <= 90;
    };
    Letter letter = a_letter();
    const Paper paper(messages::to_pdf(letter));
    for (const char* word : {"Åse", "Ærfuglveien", "3215", "Skiringssalveien"}) {
        INFO(word);
        CHECK(is_in_window(paper.box(word)));
    }
    // The sender's line above the recipient; the rest above or below the window.
    CHECK(paper.box("Skiringssalveien")[3] < paper.box("Åse")[1]);
    CHECK(paper.box("33")[3] < 45);
    CHECK(paper.box("27.")[1] > 90);

    letter.recipient = {
        "Stiftelsen Ærfuglveien omsorgsboliger og aktivitetssenter for eldre i Vestfold",
        {"c/o Åse-Kristine Ødegård-Vestergaard Nordmann Kristiansen",
         "Bakveien ved den gamle sagmølla 123 B, oppgang C", "Postboks 12345"},
        "3215",
        "Sandefjord",
        "Kongedømmet-Norge"};
    const Paper crowded(messages::to_pdf(letter));
    for (const char* word :
         {"Stiftelsen", "Vestfold", "Kristiansen", "Postboks", "3215", "Kongedømmet-Norge"}) {
        INFO(word);
        CHECK(is_in_window(crowded.box(word)));
    }
    CHECK(crowded.box("27.")[1] > 90);
}

TEST_CASE("a letter of several pages is numbered, and no line of it is lost") {
    if (!has_poppler()) return support::skip("no pdftotext");
    Letter letter = a_letter();
    letter.text.clear();
    for (int i = 1; i <= 90; ++i) {
        letter.text +=
            "Avsnitt nummer " + std::to_string(i) + " står her.\n" + (i % 3 == 0 ? "\n" : "");
    }
    const Paper paper(messages::to_pdf(letter));
    const std::string text = paper.text();
    for (int i = 1; i <= 90; ++i) {
        CHECK(has_line(text, "Avsnitt nummer " + std::to_string(i) + " står her."));
    }
    const std::string info = paper.info();
    const int pages = std::stoi(info.substr(info.find("Pages:") + 6));
    CHECK(pages >= 3);
    for (int page = 1; page <= pages; ++page) {
        CHECK(has_line(text, "Side " + std::to_string(page) + " av " + std::to_string(pages)));
    }
}

TEST_CASE("a letter is A4, tagged and in its language, with its fonts and nothing of today in it") {
    if (!has_poppler()) return support::skip("no pdftotext");
    Letter letter = a_letter();
    letter.language = Language::nynorsk;
    const std::string pdf = messages::to_pdf(letter);
    CHECK(messages::to_pdf(letter) == pdf);
    const Paper paper(pdf);
    const std::string info = paper.info();
    CHECK_THAT(info, Catch::Contains("(A4)"));
    CHECK_THAT(info, Catch::Contains("Tagged:          yes"));
    CHECK_THAT(info, Catch::Contains("Title:           Utstyret skal leveres"));
    CHECK_THAT(info, Catch::Contains("JavaScript:      no"));
    CHECK_THAT(info, Catch::Contains("Encrypted:       no"));
    CHECK_THAT(pdf, Catch::Contains("/Lang (nn)"));
    CHECK_THAT(pdf, Catch::Contains("/DisplayDocTitle true"));

    const std::string tags = paper.read({"pdfinfo", "-struct-text"}, false);
    CHECK_THAT(tags, Catch::Contains("H1"));
    CHECK_THAT(tags, Catch::Contains("\"Utstyret skal leveres\""));
    CHECK_THAT(tags, Catch::Contains("\"Med venleg helsing"));

    std::istringstream fonts(paper.read({"pdffonts"}, false));
    std::string line;
    std::getline(fonts, line);
    const auto embedded = line.find("emb");
    std::getline(fonts, line);
    int count = 0;
    while (std::getline(fonts, line)) {
        ++count;
        CHECK(line.substr(embedded, 3) == "yes");
    }
    CHECK(count >= 2);
}

TEST_CASE("a language is not written into what is no PDF") {
    CHECK_THROWS_AS(messages::with_language("", "nb"), std::runtime_error);
    CHECK_THROWS_AS(messages::with_language("%PDF-1.5\nno more", "nb"), std::runtime_error);
}

TEST_CASE("what cannot be printed is left out, and an empty letter is one all the same") {
    if (!has_poppler()) return support::skip("no pdftotext");
    Letter letter = a_letter();
    letter.subject = "Et\x07 brev\xFF";
    letter.text = "a\x1B[31mb\r\nc\t<b>&amp;</b>\n\n\n\n\nslutt\n";
    const std::string text = Paper(messages::to_pdf(letter)).text();
    CHECK(has_line(text, "a[31mb"));
    CHECK(has_line(text, "c <b>&amp;</b>"));
    CHECK(has_line(text, "slutt"));
    letter.text = "";
    letter.subject = "";
    CHECK(has_line(Paper(messages::to_pdf(letter)).text(), "Side 1 av 1"));
}

TEST_CASE("letters that are made at once are the same as those made one by one") {
    const std::string alone = messages::to_pdf(a_letter());
    std::vector<int> different(4);
    std::vector<std::thread> threads;
    for (int& count : different) {
        threads.emplace_back([&count, &alone] {
            for (int i = 0; i < 5; ++i) count += messages::to_pdf(a_letter()) == alone ? 0 : 1;
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(different == std::vector<int>(4));
}

TEST_CASE("a letter for the printer is in the folder whole, and once") {
    const support::TempDatabase files(support::TempDatabase::Holding::nothing, false);
    const auto folder = files.folder() / "print";
    std::filesystem::create_directory(folder);
    const auto channel = messages::print_channel({folder, support::a_letter_sender()});
    Message message = support::a_message();
    message.medium = messages::Medium::letter;
    const std::string name = message.id + ".pdf";
    CHECK(told(*channel, message) == "sent: " + name);
    CHECK(told(*channel, message) == "sent: " + name);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    CHECK(names == std::vector<std::string>{name});
    CHECK(file_text(folder / name) == messages::to_pdf(messages::to_letter(
                                          message, *message.to.post, support::a_letter_sender())));

    message.to.post->postal_code.clear();
    CHECK(told(*channel, message) == "refused: bad_recipient, the postal address is not complete");
    message = support::a_message();
    message.attachments = {{"a.pdf", "application/pdf", "x"}};
    CHECK(told(*channel, message) == "refused: bad_message, attachments are not printed");
    message = support::a_message();
    message.id = "../a";
    CHECK(told(*channel, message) == "refused: bad_message, the id is none");
    message = support::a_message();
    message.day = {};
    CHECK(told(*channel, message) == "refused: bad_message, the day is none");

    std::filesystem::remove_all(folder);
    CHECK(told(*channel, support::a_message()) == "failed: disk, errno 2");
    CHECK_THROWS_AS(messages::print_channel({folder, {}}), std::invalid_argument);
}
