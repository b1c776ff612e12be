#pragma once
// The one way to run a statement: borrow it, bind, run, and it is reset when the Query ends.
// (SOCI 4.0.3 leaves a statement open after its last row, which would pin an old snapshot.)
//
//   auto name = Query(tx, "select name from depot where id = :id").with(id).one<std::string>();
//
// Each parameter stands once in the text and is bound in the order of the text. Parameters and
// columns may be integers, bool, text, std::optional of these, and the domain values of
// columns.hpp.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "db/columns.hpp"
#include "db/connection.hpp"

namespace soci {
class soci_error;
}

namespace db {

// A row whose columns all are text, null or not.
using TextRow = std::vector<std::optional<std::string>>;

class Query {
public:
    Query(ReadTx& tx, std::string_view sql);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    template <class... P>
    Query& with(const P&... values) {
        (bind(values), ...);
        return *this;
    }

    // Runs a statement without rows; how many rows it changed.
    long long run();

    // Runs the insert of one row into a table whose id is automatic; that id.
    template <class Id>
    Id insert() {
        return from_integer_column<Id>(insert_row());
    }

    // The first row, if there is one; a single column comes as itself, several as a tuple.
    template <class... C>
    auto one() {
        declare<C...>();
        using Row = decltype(row<C...>());
        std::optional<Row> found;
        if (execute()) found.emplace(row<C...>());
        return found;
    }

    // Every row, made into a value by f(column, …).
    template <class... C, class F>
    auto all(F f) {
        declare<C...>();
        std::vector<std::invoke_result_t<F, C...>> rows;
        for (bool more = execute(); more; more = next()) {
            rows.push_back(apply<C...>(f, std::index_sequence_for<C...>()));
        }
        return rows;
    }

    template <class C>
    std::vector<C> column() {
        return all<C>([](C value) { return value; });
    }

    // Every row, of so many columns that all are text in the statement.
    std::vector<TextRow> texts(std::size_t columns);

private:
    template <class T>
    void bind(const T& value) {
        if constexpr (is_optional<T>) {
            if (!value) {
                bind_null(is_text_column<typename T::value_type>);
                return;
            }
            bind(*value);
        } else if constexpr (is_text_column<T>) {
            bind_text(to_text_column(value));
        } else {
            bind_integer(to_integer_column(value));
        }
    }

    template <class... C>
    void declare() {
        (declare_column(is_text_column<unwrapped<C>>), ...);
    }

    template <class C>
    C value(std::size_t at) {
        if constexpr (is_optional<C>) {
            if (is_null(at)) return std::nullopt;
            return value<typename C::value_type>(at);
        } else if constexpr (is_text_column<C>) {
            return from_text_column<C>(text(at));
        } else {
            return from_integer_column<C>(integer(at));
        }
    }

    template <class... C>
    auto row() {
        if constexpr (sizeof...(C) == 1) {
            return value<C...>(0);
        } else {
            return tuple<C...>(std::index_sequence_for<C...>());
        }
    }
    template <class... C, std::size_t... I>
    std::tuple<C...> tuple(std::index_sequence<I...>) {
        return std::tuple<C...>(value<C>(I)...);
    }
    template <class... C, class F, std::size_t... I>
    auto apply(F& f, std::index_sequence<I...>) {
        return f(value<C>(I)...);
    }

    void bind_integer(std::int64_t value);
    void bind_text(std::string_view value);
    void bind_null(bool is_text);
    void declare_column(bool is_text);
    std::int64_t insert_row();
    void exchange();
    // Throws what the engine makes of it.
    void fail(const soci::soci_error& error);
    bool execute();
    bool next();
    bool is_null(std::size_t at) const;
    std::int64_t integer(std::size_t at) const;
    const std::string& text(std::size_t at) const;

    Connection* connection_;
    detail::Statement* statement_;
    std::string_view ending_;  // what this engine wants said behind the text
    std::size_t bound_ = 0;
    std::size_t declared_ = 0;
};

}  // namespace db
