#pragma once
// Photos of an aid, or of damage to it. They are notes: no event, and nothing follows from them.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "db/photo_store.hpp"
#include "depot/act.hpp"
#include "domain/photo.hpp"
#include "domain/refusal.hpp"

namespace depot {

struct NewPhoto {
    domain::PhotoKind kind = domain::PhotoKind::item;
    std::optional<std::string> note;
    db::photos::Files files;  // JPEG that this program has written
    std::int64_t width = 0;
    std::int64_t height = 0;
};

// Refused: too_many_photos.
domain::Decided<domain::PhotoId> add_photo(db::WriteTx& tx, domain::ItemId item,
                                           const NewPhoto& wanted, const Act& act);

}  // namespace depot
