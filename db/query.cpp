#include "db/query.hpp"

#include <stdexcept>

#include "db/error.hpp"
#include "db/statement.hpp"

namespace db {
namespace {

soci::sqlite3_statement_backend& backend(detail::Statement& statement) {
    return *static_cast<soci::sqlite3_statement_backend*>(statement.soci.get_backend());
}

// Its own session is where SOCI keeps the engine's last error.
[[noreturn]] void raise(detail::Statement& statement, const soci::soci_error& error) {
    // get_error_message() and not what(): the latter holds the bound values.
    detail::raise(backend(statement).session_, error.get_error_message());
}

}  // namespace

Query::Query(ReadTx& tx, std::string_view sql)
    : connection_(&tx.connection()), statement_(&connection_->statement(sql)) {
    if (statement_->in_use) throw std::logic_error("statement is in use: " + statement_->sql);
    statement_->in_use = true;
}

Query::~Query() {
    if (!statement_->bound) {
        connection_->forget(*statement_);
        return;
    }
    sqlite_api::sqlite3_reset(backend(*statement_).stmt_);
    statement_->in_use = false;
}

void Query::bind_integer(std::int64_t value) {
    if (!statement_->bound) statement_->parameters.emplace_back();
    detail::Slot& slot = statement_->parameters.at(bound_++);
    slot.integer = value;
    slot.indicator = soci::i_ok;
}

void Query::bind_text(std::string_view value) {
    if (!statement_->bound) statement_->parameters.emplace_back().is_text = true;
    detail::Slot& slot = statement_->parameters.at(bound_++);
    slot.text = value;
    slot.indicator = soci::i_ok;
}

void Query::bind_null(bool is_text) {
    if (!statement_->bound) statement_->parameters.emplace_back().is_text = is_text;
    statement_->parameters.at(bound_++).indicator = soci::i_null;
}

void Query::declare_column(bool is_text) {
    if (!statement_->bound) statement_->columns.emplace_back().is_text = is_text;
    ++declared_;
}

bool Query::execute() {
    detail::Statement& statement = *statement_;
    try {
        if (!statement.bound) {
            statement.soci.alloc();
            for (detail::Slot& slot : statement.parameters) {
                if (slot.is_text) {
                    statement.soci.exchange(soci::use(slot.text, slot.indicator));
                } else {
                    statement.soci.exchange(soci::use(slot.integer, slot.indicator));
                }
            }
            for (detail::Slot& slot : statement.columns) {
                if (slot.is_text) {
                    statement.soci.exchange(soci::into(slot.text, slot.indicator));
                } else {
                    statement.soci.exchange(soci::into(slot.integer, slot.indicator));
                }
            }
            statement.soci.prepare(statement.sql);
            statement.soci.define_and_bind();
            statement.bound = true;
        }
        if (bound_ != statement.parameters.size() || declared_ != statement.columns.size()) {
            throw std::logic_error("parameters or columns differ from the first use: " +
                                   statement.sql);
        }
        return statement.soci.execute(true);
    } catch (const soci::soci_error& error) {
        raise(statement, error);
    }
}

bool Query::next() {
    try {
        return statement_->soci.fetch();
    } catch (const soci::soci_error& error) {
        raise(*statement_, error);
    }
}

long long Query::run() {
    execute();
    return statement_->soci.get_affected_rows();
}

bool Query::is_null(std::size_t at) const {
    return statement_->columns.at(at).indicator == soci::i_null;
}

std::int64_t Query::integer(std::size_t at) const {
    if (is_null(at)) throw Error("unexpected null in: " + statement_->sql);
    return statement_->columns.at(at).integer;
}

const std::string& Query::text(std::size_t at) const {
    if (is_null(at)) throw Error("unexpected null in: " + statement_->sql);
    return statement_->columns.at(at).text;
}

}  // namespace db
