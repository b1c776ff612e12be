#pragma once
// Users as administrators make and change them. What takes rights or secrets away from a user ends
// the user's sessions at once.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/user_store.hpp"
#include "domain/refusal.hpp"

namespace identity {

struct Account {
    std::string name;
    domain::Role role = domain::Role::lager;
    std::optional<domain::DepotId> depot;
    bool sees_protected = false;
    bool disabled = false;
};

inline constexpr std::size_t longest_name = 60;

// As administrators see it.
Account account_of(const db::users::User& user);

// With a password that has to be changed; all that is refused at once.
tl::expected<domain::ActorId, std::vector<domain::Refusal>> add_user(db::WriteTx& tx,
                                                                     const Account& wanted,
                                                                     std::string_view password_hash,
                                                                     domain::Instant now);
// The last administrator stays one.
tl::expected<void, std::vector<domain::Refusal>> change_user(db::WriteTx& tx,
                                                             const db::users::User& stored,
                                                             const Account& wanted,
                                                             domain::Instant now);
// A new one, to be changed; what was tried before does not count any more. Refused where a provider
// signs the user in.
domain::Decided<void> reset_password(db::WriteTx& tx, const db::users::User& user,
                                     std::string_view password_hash);
void reset_second_factor(db::WriteTx& tx, const db::users::User& user);

// Under what the tries to sign in as a user are counted; by name also those of users that do not
// exist.
std::string tried_as(const db::users::User& user);
std::string tried_as(std::string_view name);

// What somebody would try first as this user's password.
std::vector<std::string> context_of(db::ReadTx& tx, const db::users::User& user);

}  // namespace identity
