#include "db/borrower_store.hpp"

#include "db/query.hpp"
#include "db/text_key.hpp"
#include "db/values.hpp"

namespace db::borrowers {
namespace {

constexpr std::string_view select_borrower = R"(
    select id, kind, name, phone, email, language, street, postal_code, city, birth_date,
           national_number, protection, contact_name, contact_phone, version
    from borrower)";

using Text = std::optional<std::string>;

domain::Borrower to_borrower(domain::BorrowerId id, domain::BorrowerKind kind, std::string name,
                             Text phone, Text email, std::string language, Text street,
                             Text postal_code, Text city, std::optional<domain::Day> birth_date,
                             Text national_number, domain::Protection protection, Text contact_name,
                             Text contact_phone, std::int64_t version) {
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
    borrower.version = version;
    return borrower;
}

template <class... P>
std::vector<domain::Borrower> read(ReadTx& tx, const std::string& sql, const P&... parameters) {
    Query query(tx, sql);
    return query.with(parameters...)
        .template all<domain::BorrowerId, domain::BorrowerKind, std::string, Text, Text,
                      std::string, Text, Text, Text, std::optional<domain::Day>, Text,
                      domain::Protection, Text, Text, std::int64_t>(to_borrower);
}

template <class Member>
Text part(const std::optional<domain::Address>& address, Member member) {
    if (!address) return std::nullopt;
    return (*address).*member;
}

}  // namespace

domain::BorrowerId insert(WriteTx& tx, const domain::Borrower& borrower) {
    const auto& address = borrower.address;
    return *Query(tx, R"(
        insert into borrower (kind, name, name_key, phone, email, language, street, postal_code,
            city, birth_date, national_number, protection, contact_name, contact_phone)
        values (:kind, :name, :name_key, :phone, :email, :language, :street, :postal_code,
            :city, :birth_date, :national_number, :protection, :contact_name, :contact_phone)
        returning id)")
                .with(borrower.kind, borrower.name, text_key(borrower.name), borrower.phone,
                      borrower.email, borrower.language, part(address, &domain::Address::street),
                      part(address, &domain::Address::postal_code),
                      part(address, &domain::Address::city), borrower.birth_date,
                      borrower.national_number, borrower.protection,
                      borrower.contact ? Text(borrower.contact->name) : Text(),
                      borrower.contact ? borrower.contact->phone : Text())
                .one<domain::BorrowerId>();
}

void update(WriteTx& tx, const domain::Borrower& borrower) {
    const auto& address = borrower.address;
    Query(tx, R"(
        update borrower set name = :name, name_key = :name_key, phone = :phone, email = :email,
            language = :language, street = :street, postal_code = :postal_code, city = :city,
            birth_date = :birth_date, national_number = :national_number,
            protection = :protection, contact_name = :contact_name,
            contact_phone = :contact_phone, version = version + 1
        where id = :id)")
        .with(borrower.name, text_key(borrower.name), borrower.phone, borrower.email,
              borrower.language, part(address, &domain::Address::street),
              part(address, &domain::Address::postal_code), part(address, &domain::Address::city),
              borrower.birth_date, borrower.national_number, borrower.protection,
              borrower.contact ? Text(borrower.contact->name) : Text(),
              borrower.contact ? borrower.contact->phone : Text(), borrower.id)
        .run();
}

std::optional<domain::Borrower> find(ReadTx& tx, domain::BorrowerId id) {
    static const std::string sql = std::string(select_borrower) + " where id = :id";
    auto found = read(tx, sql, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<domain::BorrowerKind> kind(ReadTx& tx, domain::BorrowerId id) {
    return Query(tx, "select kind from borrower where id = :id")
        .with(id)
        .one<domain::BorrowerKind>();
}

std::optional<domain::BorrowerId> by_national_number(ReadTx& tx, const std::string& number) {
    return Query(tx, "select id from borrower where national_number = :number")
        .with(number)
        .one<domain::BorrowerId>();
}

std::vector<domain::Borrower> list(ReadTx& tx, const std::optional<std::string>& text,
                                   domain::BorrowerId after, std::int64_t limit) {
    static const std::string every =
        std::string(select_borrower) + " where id > :after order by id limit :limit";
    static const std::string matching =
        std::string(select_borrower) +
        " where id > :after and (name_key like :name escape '\\' or"
        " replace(phone, ' ', '') = replace(:phone, ' ', '')) order by id limit :limit";
    if (!text) return read(tx, every, after, limit);
    return read(tx, matching, after, "%" + like_key(*text) + "%", *text, limit);
}

std::vector<domain::BorrowerId> likely_same(ReadTx& tx, const domain::Borrower& borrower) {
    return Query(tx, R"(
        select id from borrower
        where kind = :kind and name_key = :name_key
          and (birth_date = :birth_date or phone = :phone or kind = 'unit')
        order by id limit 10)")
        .with(borrower.kind, text_key(borrower.name), borrower.birth_date, borrower.phone)
        .column<domain::BorrowerId>();
}

}  // namespace db::borrowers
