#pragma once
// What can go wrong below the rules. None of these texts carries a bound value, so they may be
// logged; they still never leave the process.

#include <stdexcept>
#include <string>

namespace db {

// A bug or a broken database; the job that met it is rolled back, the others go on.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The schema refused what a rule should have refused before (or a race decided in its favour).
class ConstraintViolation : public Error {
public:
    enum class Kind { unique, foreign_key, check, not_null, other };
    ConstraintViolation(Kind kind, const std::string& message) : Error(message), kind_(kind) {}
    Kind kind() const { return kind_; }

private:
    Kind kind_;
};

// What is wrong with the disk, or with the server that has it.
enum class Trouble {
    full,
    io,
    fsync,
    memory,
    unreachable,  // the server is gone, starting, stopping, or has no room for another session
    signed_out,   // the server does not let us in
    no_database,  // the server has no database of that name
    read_only,    // a standby, or told to take no writes
};

// The disk is full, failed, or memory ran out, or the server cannot be used: the transaction as a
// whole is gone.
class StorageFailure : public Error {
public:
    using Kind = Trouble;
    StorageFailure(Kind kind, const std::string& message) : Error(message), kind_(kind) {}
    Kind kind() const { return kind_; }

private:
    Kind kind_;
};

// Somebody else's transaction was in the way; the whole of it may be tried again at once.
class TryAgain : public Error {
public:
    using Error::Error;
};

// Nobody knows whether the transaction was committed. Sent again with the same key it is there
// once.
class OutcomeUnknown : public Error {
public:
    using Error::Error;
};

// More is waiting than the limit allows; nothing was or will be done.
class QueueFull : public Error {
public:
    using Error::Error;
};

// The database was made by a newer program than this one.
class NewerDatabase : public Error {
public:
    using Error::Error;
};

// Another process holds the lock file.
class DatabaseInUse : public Error {
public:
    using Error::Error;
};

}  // namespace db
