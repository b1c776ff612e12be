#include "db/borrower_store.hpp"

#include <algorithm>

#include "db/query.hpp"
#include "db/text_key.hpp"
#include "db/values.hpp"

namespace db::borrowers {
namespace {

constexpr std::string_view select_borrower = R"(
    select b.id, b.kind, b.name, b.phone, b.email, b.language, b.street, b.postal_code, b.city,
           b.birth_date, b.national_number, b.protection, b.contact_name, b.contact_phone,
           b.deceased_on, b.moved_on, b.reminders_off, b.registered_at, b.anonymised_at, b.version
    from borrower b)";

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;
using MaybeInstant = std::optional<domain::Instant>;

domain::Borrower to_borrower(domain::BorrowerId id, domain::BorrowerKind kind, std::string name,
                             Text phone, Text email, std::string language, Text street,
                             Text postal_code, Text city, std::optional<domain::Day> birth_date,
                             Text national_number, domain::Protection protection, Text contact_name,
                             Text contact_phone, MaybeDay deceased_on, MaybeDay moved_on,
                             bool reminders_off, MaybeInstant registered_at,
                             MaybeInstant anonymised_at, std::int64_t version) {
    domain::Borrower borrower;
    borrower.id = id;
    borrower.kind = kind;
    borrower.name = std::move(name);
    borrower.phone = std::move(phone);
    borrower.email = std::move(email);
    borrower.language = std::move(language);
    if (street || postal_code || city) {
        borrower.address =
            domain::Address{std::move(street).value_or(""), std::move(postal_code).value_or(""),
                            std::move(city).value_or("")};
    }
    borrower.birth_date = birth_date;
    borrower.national_number = std::move(national_number);
    borrower.protection = protection;
    if (contact_name) {
        borrower.contact = domain::Contact{*std::move(contact_name), std::move(contact_phone)};
    }
    borrower.deceased_on = deceased_on;
    borrower.moved_on = moved_on;
    borrower.reminders_off = reminders_off;
    borrower.registered_at = registered_at;
    borrower.anonymised_at = anonymised_at;
    borrower.version = version;
    return borrower;
}

std::vector<domain::Borrower> read(Query& query) {
    return query.all<domain::BorrowerId, domain::BorrowerKind, std::string, Text, Text, std::string,
                     Text, Text, Text, std::optional<domain::Day>, Text, domain::Protection, Text,
                     Text, MaybeDay, MaybeDay, bool, MaybeInstant, MaybeInstant, std::int64_t>(
        to_borrower);
}

template <class... P>
std::vector<domain::Borrower> read(ReadTx& tx, const std::string& sql, const P&... parameters) {
    Query query(tx, sql);
    return read(query.with(parameters...));
}

template <class Member>
Text part(const std::optional<domain::Address>& address, Member member) {
    if (!address) return std::nullopt;
    return (*address).*member;
}

Text phone_key_of(const domain::Borrower& borrower) {
    if (!borrower.phone) return std::nullopt;
    return phone_key(*borrower.phone);
}

void keep_words(WriteTx& tx, domain::BorrowerId id, std::string_view name) {
    for (const std::string& word : key_words(name)) {
        Query(tx, "insert into borrower_word (word, borrower_id) values (:word, :id)")
            .with(word, id)
            .run();
    }
}

// The end of all words that begin so: the last character there is follows every other.
std::string end_of(const std::string& beginning) { return beginning + "\xF4\x8F\xBF\xBF"; }

std::vector<domain::Borrower> with_phone(ReadTx& tx, const std::string& key,
                                         domain::BorrowerId after, std::int64_t limit) {
    static const std::string sql =
        std::string(select_borrower) +
        " where b.phone_key = :phone_key and b.id > :after order by b.id limit :limit";
    return read(tx, sql, key, after, limit);
}

// The longest word is looked up, the others narrow what it finds. Pages go by the word that was
// found and the id; of the two only the id is in the cursor, so that no name is.
std::vector<domain::Borrower> with_words(ReadTx& tx, std::vector<std::string> words,
                                         domain::BorrowerId after, std::int64_t limit) {
    std::sort(words.begin(), words.end(),
              [](const auto& a, const auto& b) { return a.size() > b.size(); });
    const std::string from = words.front();
    const std::string to = end_of(from);
    const auto last = Query(tx, R"(
        select min(word) from borrower_word
        where borrower_id = :after and word >= :from and word < :to)")
                          .with(after, from, to)
                          .one<Text>();
    if (after != domain::BorrowerId{} && !*last) return {};

    std::string sql = std::string(select_borrower) + R"(
        join borrower_word w on w.borrower_id = b.id
        where w.word >= :from and w.word < :to and (w.word, w.borrower_id) > (:last, :after)
          and not exists (select 1 from borrower_word e where e.borrower_id = b.id
              and e.word >= :first and e.word < w.word))";
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string n = std::to_string(i);
        sql +=
            " and exists (select 1 from borrower_word o where o.borrower_id = b.id"
            " and o.word >= :from" +
            n + " and o.word < :to" + n + ")";
    }
    sql += " order by w.word, w.borrower_id limit :limit";

    Query query(tx, sql);
    query.with(from, to, last->value_or(""), after, from);
    for (std::size_t i = 1; i < words.size(); ++i) query.with(words[i], end_of(words[i]));
    return read(query.with(limit));
}

bool is_phone_number(std::string_view text) {
    const auto digits =
        std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 5 && text.find_first_not_of("0123456789 +-()") == std::string_view::npos;
}

}  // namespace

domain::BorrowerId insert(WriteTx& tx, const domain::Borrower& borrower) {
    const auto& address = borrower.address;
    const auto id =
        Query(tx, R"(
        insert into borrower (kind, name, name_key, phone, phone_key, email, language, street,
            postal_code, city, birth_date, national_number, protection, contact_name,
            contact_phone, registered_at, in_use_at)
        values (:kind, :name, :name_key, :phone, :phone_key, :email, :language, :street,
            :postal_code, :city, :birth_date, :national_number, :protection, :contact_name,
            :contact_phone, :registered_at, :in_use_at))")
            .with(borrower.kind, borrower.name, text_key(borrower.name), borrower.phone,
                  phone_key_of(borrower), borrower.email, borrower.language,
                  part(address, &domain::Address::street),
                  part(address, &domain::Address::postal_code),
                  part(address, &domain::Address::city), borrower.birth_date,
                  borrower.national_number, borrower.protection,
                  borrower.contact ? Text(borrower.contact->name) : Text(),
                  borrower.contact ? borrower.contact->phone : Text(), borrower.registered_at,
                  borrower.registered_at.value_or(domain::Instant{}))
            .insert<domain::BorrowerId>();
    keep_words(tx, id, borrower.name);
    return id;
}

void update(WriteTx& tx, const domain::Borrower& borrower) {
    const auto& address = borrower.address;
    Query(tx, R"(
        update borrower set name = :name, name_key = :name_key, phone = :phone,
            phone_key = :phone_key, email = :email, language = :language, street = :street,
            postal_code = :postal_code, city = :city, birth_date = :birth_date,
            national_number = :national_number, protection = :protection,
            contact_name = :contact_name, contact_phone = :contact_phone, version = version + 1
        where id = :id)")
        .with(borrower.name, text_key(borrower.name), borrower.phone, phone_key_of(borrower),
              borrower.email, borrower.language, part(address, &domain::Address::street),
              part(address, &domain::Address::postal_code), part(address, &domain::Address::city),
              borrower.birth_date, borrower.national_number, borrower.protection,
              borrower.contact ? Text(borrower.contact->name) : Text(),
              borrower.contact ? borrower.contact->phone : Text(), borrower.id)
        .run();
    Query(tx, "delete from borrower_word where borrower_id = :id").with(borrower.id).run();
    keep_words(tx, borrower.id, borrower.name);
}

std::optional<domain::Borrower> find(ReadTx& tx, domain::BorrowerId id) {
    static const std::string sql = std::string(select_borrower) + " where b.id = :id";
    auto found = read(tx, sql, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<Standing> standing(ReadTx& tx, domain::BorrowerId id) {
    const auto row =
        Query(tx,
              "select kind, deceased_on, reminders_off, anonymised_at from borrower where id = :id")
            .with(id)
            .one<domain::BorrowerKind, MaybeDay, bool, MaybeInstant>();
    if (!row) return std::nullopt;
    const auto& [kind, deceased_on, reminders_off, anonymised_at] = *row;
    return Standing{kind, deceased_on.has_value(), reminders_off, anonymised_at.has_value()};
}

void keep_departure(WriteTx& tx, const domain::Borrower& borrower) {
    const auto& address = borrower.address;
    Query(tx, R"(
        update borrower set deceased_on = :deceased_on, moved_on = :moved_on,
            reminders_off = :reminders_off, street = :street, postal_code = :postal_code,
            city = :city, version = version + 1
        where id = :id)")
        .with(borrower.deceased_on, borrower.moved_on, borrower.reminders_off,
              part(address, &domain::Address::street), part(address, &domain::Address::postal_code),
              part(address, &domain::Address::city), borrower.id)
        .run();
}

void remind_again(WriteTx& tx, domain::BorrowerId id) {
    Query(tx, "update borrower set reminders_off = 0, version = version + 1 where id = :id")
        .with(id)
        .run();
}

void anonymise(WriteTx& tx, domain::BorrowerId id, domain::Instant at) {
    Query(tx, R"(
        update borrower set anonymised_at = :at, version = version + 1, name = '', name_key = '',
            phone = null, phone_key = null, email = null, language = 'nb',
            street = null, postal_code = null, city = null,
            birth_date = null,
            national_number = null,
            protection = 'none',
            contact_name = null, contact_phone = null,
            deceased_on = null, moved_on = null, reminders_off = 1,
            registered_at = null
        where id = :id)")
        .with(at, id)
        .run();
    Query(tx, "delete from borrower_word where borrower_id = :id").with(id).run();
}

std::optional<domain::BorrowerId> by_national_number(ReadTx& tx, const std::string& number) {
    return Query(tx, "select id from borrower where national_number = :number")
        .with(number)
        .one<domain::BorrowerId>();
}

std::vector<domain::Borrower> list(ReadTx& tx, const std::optional<std::string>& text,
                                   domain::BorrowerId after, std::int64_t limit) {
    static const std::string every =
        std::string(select_borrower) + " where b.id > :after order by b.id limit :limit";
    if (!text) return read(tx, every, after, limit);
    if (is_phone_number(*text)) return with_phone(tx, phone_key(*text), after, limit);
    auto words = key_words(*text);
    if (words.empty()) return {};
    return with_words(tx, std::move(words), after, limit);
}

std::vector<domain::BorrowerId> likely_same(ReadTx& tx, const domain::Borrower& borrower) {
    return Query(tx, R"(
        select id from borrower
        where kind = :kind and name_key = :name_key
          and (birth_date = :birth_date or phone_key = :phone_key or kind = 'unit')
        order by id limit 10)")
        .with(borrower.kind, text_key(borrower.name), borrower.birth_date, phone_key_of(borrower))
        .column<domain::BorrowerId>();
}

}  // namespace db::borrowers
