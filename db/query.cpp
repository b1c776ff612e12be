#include "db/query.hpp"

#include <stdexcept>

#include "db/engine.hpp"
#include "db/error.hpp"
#include "db/statement.hpp"

namespace db {

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
    connection_->engine().reset(statement_->soci);
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

void Query::exchange() {
    detail::Statement& statement = *statement_;
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
}

// SOCI frees the copies of the parameters after a success alone, and leaves a null one untouched:
// after a failure the next null would be sent as the value that failed.
void Query::fail(const soci::soci_error& error) {
    if (statement_->exchanged) {
        statement_->soci.bind_clean_up();
        statement_->exchanged = false;
    }
    connection_->engine().raise(error);
}

bool Query::execute() {
    detail::Statement& statement = *statement_;
    try {
        if (!statement.exchanged) {
            if (!statement.bound) statement.soci.alloc();
            exchange();
            if (!statement.bound) statement.soci.prepare(statement.sql + std::string(ending_));
            statement.soci.define_and_bind();
            statement.bound = true;
            statement.exchanged = true;
        }
        if (bound_ != statement.parameters.size() || declared_ != statement.columns.size()) {
            throw std::logic_error("parameters or columns differ from the first use: " +
                                   statement.sql);
        }
        const bool has_row = statement.soci.execute(true);
        // What gives back the rows that it wrote; what gives none is counted by run().
        if (has_row && declared_ > 0) connection_->note_written(statement);
        return has_row;
    } catch (const soci::soci_error& error) {
        fail(error);
        throw;  // fail() does not return
    }
}

bool Query::next() {
    try {
        return statement_->soci.fetch();
    } catch (const soci::soci_error& error) {
        fail(error);
        throw;  // fail() does not return
    }
}

long long Query::run() {
    execute();
    const long long rows = statement_->soci.get_affected_rows();
    if (rows > 0) connection_->note_written(*statement_);
    return rows;
}

std::vector<TextRow> Query::texts(std::size_t columns) {
    for (std::size_t i = 0; i < columns; ++i) declare_column(true);
    std::vector<TextRow> rows;
    for (bool more = execute(); more; more = next()) {
        TextRow& row = rows.emplace_back(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            if (!is_null(i)) row[i] = text(i);
        }
    }
    return rows;
}

std::int64_t Query::insert_row() {
    ending_ = connection_->engine().returning_id();
    if (ending_.empty()) {
        run();
        return connection_->engine().last_id();
    }
    declare_column(false);
    if (!execute()) throw Error("no id came of: " + statement_->sql);
    return integer(0);
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
