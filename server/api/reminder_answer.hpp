#pragma once
// Messages as they are shown: with what they are about, what was tried, and whom they were for.

#include <map>
#include <vector>

#include <boost/json.hpp>

#include "db/message_store.hpp"
#include "domain/borrower.hpp"
#include "routing/request.hpp"

namespace api {

class ReminderShapes {
public:
    // Looks up what belongs to these, in a constant number of statements.
    ReminderShapes(const routing::Request& request, db::ReadTx& tx,
                   const std::vector<db::messages::Listed>& messages);

    // Of one of them, once.
    boost::json::object of(const db::messages::Listed& listed);

    // Whom those show.
    std::vector<domain::BorrowerId> persons;

private:
    const routing::Request& request_;
    std::map<domain::BorrowerId, domain::Borrower> borrowers_;
    std::map<domain::MessageId, boost::json::array> lines_;
    std::map<domain::MessageId, boost::json::array> attempts_;
};

}  // namespace api
