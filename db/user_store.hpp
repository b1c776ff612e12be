#pragma once
// People who sign in. A user is an actor of the kind "user"; the secret of the second factor is
// sealed.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"

namespace db::users {

struct User {
    domain::ActorId id;
    std::string name;
    domain::Role role = domain::Role::lager;
    std::optional<domain::DepotId> depot;
    // The right to see and set address protection; leaders have it by their role.
    bool sees_protected = false;
    std::optional<domain::Instant> disabled_at;
    // None: a provider signs the user in, who has no password here.
    std::optional<std::string> password_hash;
    bool must_change = false;  // the password
    bool enrolled = false;     // has a second factor
    domain::Instant created_at;
    std::int64_t version = 1;
};

// With a password hash the name is what the user signs in with: throws ConstraintViolation when
// another one has it, so ask name_taken first.
domain::ActorId add(WriteTx& tx, const User& user);
// Names that fold to the same key are the same.
bool name_taken(ReadTx& tx, std::string_view name);
std::optional<User> find(ReadTx& tx, domain::ActorId id);
// Of those with a password here.
std::optional<User> by_name(ReadTx& tx, std::string_view name);
// By id, after the given one.
std::vector<User> list(ReadTx& tx, domain::ActorId after, std::int64_t limit);
// Name, role, depot, right, disabled; counts the version up.
void update(WriteTx& tx, const User& user);
// Whether somebody else who is not disabled is an administrator.
bool another_admin(ReadTx& tx, domain::ActorId id);

void set_password(WriteTx& tx, domain::ActorId id, std::string_view hash, bool must_change);
// The same password, hashed better; the version stays.
void rehash(WriteTx& tx, domain::ActorId id, std::string_view old_hash, std::string_view new_hash);

// The secret of the second factor.
std::optional<std::string> second_factor(ReadTx& tx, domain::ActorId id);
// Counts each time step once: false when it or a later one was used.
bool use_step(WriteTx& tx, domain::ActorId id, std::int64_t step);
// A secret that was shown and waits for its first code.
void keep_pending(WriteTx& tx, domain::ActorId id, std::string_view secret);
std::optional<std::string> pending(ReadTx& tx, domain::ActorId id);
// It takes the place of the present one; the step is that of its first code.
void enrol(WriteTx& tx, domain::ActorId id, std::int64_t step);
// No second factor any more, and no recovery codes.
void drop_second_factor(WriteTx& tx, domain::ActorId id);

// In place of those that are left.
void set_recovery_codes(WriteTx& tx, domain::ActorId id, const std::vector<std::string>& codes);
// False when it is none, or was used.
bool use_recovery_code(WriteTx& tx, domain::ActorId id, std::string_view code);
std::int64_t recovery_codes_left(ReadTx& tx, domain::ActorId id);

}  // namespace db::users
