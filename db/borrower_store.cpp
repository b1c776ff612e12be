#include "db/borrower_store.hpp"

#include <algorithm>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/sealed_columns.hpp"
#include "db/text_key.hpp"
#include "db/values.hpp"

namespace db::borrowers {
namespace {

constexpr std::string_view select_borrower = R"(
    select b.id, b.kind, b.name, b.phone, b.email, b.language, b.street, b.postal_code, b.city,
           b.birth_date, b.national_number_sealed, b.protection, b.contact_name, b.contact_phone,
           b.deceased_on, b.moved_on, b.reminders_off, b.registered_at, b.anonymised_at, b.version
    from borrower b)";

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;
using MaybeInstant = std::optional<domain::Instant>;

domain::Borrower to_borrower(domain::BorrowerId id, domain::BorrowerKind kind, std::string name,
                             Text phone, Text email, std::string language, Text street,
                             Text postal_code, Text city, std::optional<domain::Day> birth_date,
                             Text sealed_number, domain::Protection protection, Text contact_name,
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
    borrower.national_number = std::move(sealed_number);
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

// As the rows have them: the national numbers are still sealed.
std::vector<domain::Borrower> read_sealed(Query& query) {
    return query.all<domain::BorrowerId, domain::BorrowerKind, std::string, Text, Text, std::string,
                     Text, Text, Text, std::optional<domain::Day>, Text, domain::Protection, Text,
                     Text, MaybeDay, MaybeDay, bool, MaybeInstant, MaybeInstant, std::int64_t>(
        to_borrower);
}

std::vector<domain::Borrower> opened(ReadTx& tx, std::vector<domain::Borrower> found) {
    std::optional<Keys> keys;
    for (domain::Borrower& borrower : found) {
        if (!borrower.national_number) continue;
        if (!keys) keys = tx.keys();
        borrower.national_number =
            keys->open(*borrower.national_number, place_of(national_number, borrower.id.value));
    }
    return found;
}

template <class... P>
std::vector<domain::Borrower> read(ReadTx& tx, const std::string& sql, const P&... parameters) {
    std::vector<domain::Borrower> found;
    {
        Query query(tx, sql);
        found = read_sealed(query.with(parameters...));
    }
    return opened(tx, std::move(found));
}

// The columns of a national number: sealed, and what it is found by.
struct Sealed {
    Text value;
    Text index;
};

Sealed seal(WriteTx& tx, domain::BorrowerId id, const Text& number) {
    if (!number) return {};
    const Keys keys = tx.keys();
    return {keys.seal(*number, place_of(national_number, id.value)),
            keys.index(*number, national_number.purpose)};
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

std::vector<domain::Borrower> born_on(ReadTx& tx, const std::vector<domain::Day>& days,
                                      domain::BorrowerId after, std::int64_t limit) {
    static const std::string sql = std::string(select_borrower) +
                                   " where b.birth_date in (:first, :second) and b.id > :after"
                                   " order by b.id limit :limit";
    return read(tx, sql, days.front(), days.back(), after, limit);
}

std::vector<domain::Borrower> with_number(ReadTx& tx, const std::string& number,
                                          domain::BorrowerId after) {
    const auto id = by_national_number(tx, number);
    if (!id || *id <= after) return {};
    return {*find(tx, *id)};
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

    std::vector<domain::Borrower> found;
    {
        Query query(tx, sql);
        query.with(from, to, last->value_or(""), after, from);
        for (std::size_t i = 1; i < words.size(); ++i) query.with(words[i], end_of(words[i]));
        found = read_sealed(query.with(limit));
    }
    return opened(tx, std::move(found));
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
            postal_code, city, birth_date, protection, contact_name, contact_phone, registered_at,
            in_use_at)
        values (:kind, :name, :name_key, :phone, :phone_key, :email, :language, :street,
            :postal_code, :city, :birth_date, :protection, :contact_name, :contact_phone,
            :registered_at, :in_use_at))")
            .with(borrower.kind, borrower.name, text_key(borrower.name), borrower.phone,
                  phone_key_of(borrower), borrower.email, borrower.language,
                  part(address, &domain::Address::street),
                  part(address, &domain::Address::postal_code),
                  part(address, &domain::Address::city), borrower.birth_date, borrower.protection,
                  borrower.contact ? Text(borrower.contact->name) : Text(),
                  borrower.contact ? borrower.contact->phone : Text(), borrower.registered_at,
                  borrower.registered_at.value_or(domain::Instant{}))
            .insert<domain::BorrowerId>();
    if (borrower.national_number) {
        // Bound to its row, whose number is only known now.
        const Sealed number = seal(tx, id, borrower.national_number);
        Query(tx, R"(
            update borrower set national_number_sealed = :sealed, national_number_index = :index
            where id = :id)")
            .with(number.value, number.index, id)
            .run();
    }
    keep_words(tx, id, borrower.name);
    return id;
}

void update(WriteTx& tx, const domain::Borrower& borrower) {
    const auto& address = borrower.address;
    const Sealed number = seal(tx, borrower.id, borrower.national_number);
    Query(tx, R"(
        update borrower set name = :name, name_key = :name_key, phone = :phone,
            phone_key = :phone_key, email = :email, language = :language, street = :street,
            postal_code = :postal_code, city = :city, birth_date = :birth_date,
            national_number_sealed = :sealed, national_number_index = :index,
            protection = :protection, contact_name = :contact_name,
            contact_phone = :contact_phone, version = version + 1
        where id = :id)")
        .with(borrower.name, text_key(borrower.name), borrower.phone, phone_key_of(borrower),
              borrower.email, borrower.language, part(address, &domain::Address::street),
              part(address, &domain::Address::postal_code), part(address, &domain::Address::city),
              borrower.birth_date, number.value, number.index, borrower.protection,
              borrower.contact ? Text(borrower.contact->name) : Text(),
              borrower.contact ? borrower.contact->phone : Text(), borrower.id)
        .run();
    Query(tx, "delete from borrower_word where borrower_id = :id").with(borrower.id).run();
    keep_words(tx, borrower.id, borrower.name);
}

std::optional<domain::Borrower> find(ReadTx& tx, domain::BorrowerId id) {
    static const std::string sql =
        std::string(select_borrower) + " where b.id = :id and b.merged_into is null";
    auto found = read(tx, sql, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::map<domain::BorrowerId, domain::Borrower> all_of(ReadTx& tx,
                                                      const std::vector<domain::BorrowerId>& ids) {
    static const std::string before =
        std::string(select_borrower) + " where b.merged_into is null and b.id";
    auto found = rows_for_ids(tx, before, "", ids, read_sealed);
    std::map<domain::BorrowerId, domain::Borrower> by_id;
    for (domain::Borrower& borrower : opened(tx, std::move(found))) {
        const domain::BorrowerId id = borrower.id;
        by_id.emplace(id, std::move(borrower));
    }
    return by_id;
}

std::optional<Standing> standing(ReadTx& tx, domain::BorrowerId id) {
    const auto row = Query(tx, R"(
            select kind, deceased_on, reminders_off, anonymised_at, moved_on from borrower
            where id = :id and merged_into is null)")
                         .with(id)
                         .one<domain::BorrowerKind, MaybeDay, bool, MaybeInstant, MaybeDay>();
    if (!row) return std::nullopt;
    const auto& [kind, deceased_on, reminders_off, anonymised_at, moved_on] = *row;
    return Standing{kind, deceased_on.has_value(), reminders_off, anonymised_at.has_value(),
                    moved_on.has_value()};
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

void set_reminders_off(WriteTx& tx, domain::BorrowerId id, bool off) {
    Query(tx, "update borrower set reminders_off = :off, version = version + 1 where id = :id")
        .with(off, id)
        .run();
}

void anonymise(WriteTx& tx, domain::BorrowerId id, domain::Instant at) {
    Query(tx, R"(
        update borrower set anonymised_at = :at, version = version + 1, name = '', name_key = '',
            phone = null, phone_key = null, email = null, language = 'nb',
            street = null, postal_code = null, city = null,
            birth_date = null,
            national_number_sealed = null, national_number_index = null,
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
    for (const std::string& index : tx.keys().indexes(number, national_number.purpose)) {
        const auto found = Query(tx, "select id from borrower where national_number_index = :index")
                               .with(index)
                               .one<domain::BorrowerId>();
        if (found) return found;
    }
    return std::nullopt;
}

std::vector<domain::Borrower> list(ReadTx& tx, const std::optional<std::string>& text,
                                   domain::BorrowerId after, std::int64_t limit) {
    static const std::string every =
        std::string(select_borrower) +
        " where b.id > :after and b.merged_into is null order by b.id limit :limit";
    if (!text) return read(tx, every, after, limit);
    if (const auto number = domain::national_number_in(*text)) {
        return with_number(tx, *number, after);
    }
    if (const auto days = domain::birth_dates_in(*text); !days.empty()) {
        return born_on(tx, days, after, limit);
    }
    if (is_phone_number(*text)) return with_phone(tx, phone_key(*text), after, limit);
    auto words = key_words(*text);
    if (words.empty()) return {};
    return with_words(tx, std::move(words), after, limit);
}

std::vector<domain::Borrower> likely_same(ReadTx& tx, const domain::Borrower& borrower) {
    static const std::string same_unit =
        std::string(select_borrower) +
        " where b.kind = 'unit' and b.name_key = :name_key and b.id <> :id"
        " and b.merged_into is null order by b.id limit 10";
    static const std::string same_phone =
        std::string(select_borrower) +
        " where b.kind = 'person' and b.phone_key = :phone_key and b.id <> :id"
        " and b.merged_into is null order by b.id limit 10";
    // The day narrows: few are born on it, and of these few are called so.
    static const std::string same_birth = std::string(select_borrower) + R"(
        where b.birth_date = :birth_date and b.id <> :id and b.merged_into is null
          and exists (select 1 from borrower_word f where f.borrower_id = b.id and f.word = :first)
          and exists (select 1 from borrower_word l where l.borrower_id = b.id and l.word = :last)
        order by b.id limit 10)";

    if (borrower.kind == domain::BorrowerKind::unit) {
        return read(tx, same_unit, text_key(borrower.name), borrower.id);
    }
    std::vector<domain::Borrower> found;
    if (const auto phone = phone_key_of(borrower)) {
        found = read(tx, same_phone, *phone, borrower.id);
    }
    const auto words = words_in_order(borrower.name);
    if (borrower.birth_date && !words.empty()) {
        for (domain::Borrower& other :
             read(tx, same_birth, *borrower.birth_date, borrower.id, words.front(), words.back())) {
            found.push_back(std::move(other));
        }
    }
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    const auto same_id = [](const auto& a, const auto& b) { return a.id == b.id; };
    std::sort(found.begin(), found.end(), by_id);
    found.erase(std::unique(found.begin(), found.end(), same_id), found.end());
    if (found.size() > 10) found.resize(10);
    return found;
}

std::span<const Reference> references() {
    static constexpr Reference all[] = {
        {"loan", "borrower_id", true},         {"pickup", "borrower_id", true},
        {"handout", "borrower_id", false},     {"booking", "borrower_id", true},
        {"weekly_line", "borrower_id", false}, {"candidate", "borrower_id", true},
        {"contact", "borrower_id", false},     {"message", "borrower_id", false},
    };
    return all;
}

void move_references(WriteTx& tx, domain::BorrowerId from, domain::BorrowerId into) {
    for (const Reference& of : references()) {
        const std::string column(of.column);
        Query(tx, "update " + std::string(of.table) + " set " + column + " = :into" +
                      (of.has_version ? ", version = version + 1" : "") + " where " + column +
                      " = :from")
            .with(into, from)
            .run();
    }
}

void keep_merged(WriteTx& tx, domain::BorrowerId from, domain::BorrowerId into) {
    Query(tx, R"(
        update borrower set name = '', name_key = '', phone = null, phone_key = null, email = null,
            street = null, postal_code = null, city = null, birth_date = null,
            national_number_sealed = null, national_number_index = null, protection = 'none',
            contact_name = null, contact_phone = null, moved_on = null, language = 'nb',
            registered_at = null, reminders_off = 1, merged_into = :into, version = version + 1
        where id = :from)")
        .with(into, from)
        .run();
    Query(tx, "delete from borrower_word where borrower_id = :id").with(from).run();
    // Those that were merged into it before lead to the other at once.
    Query(tx, "update borrower set merged_into = :into where merged_into = :from")
        .with(into, from)
        .run();
}

std::optional<domain::BorrowerId> merged_into(ReadTx& tx, domain::BorrowerId id) {
    return Query(tx, "select merged_into from borrower where id = :id and merged_into is not null")
        .with(id)
        .one<domain::BorrowerId>();
}

std::vector<domain::BorrowerId> merged_with(ReadTx& tx, domain::BorrowerId id) {
    return Query(tx, "select id from borrower where merged_into = :id order by id")
        .with(id)
        .column<domain::BorrowerId>();
}

}  // namespace db::borrowers
