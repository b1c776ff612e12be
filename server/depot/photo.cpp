#include "depot/photo.hpp"

namespace depot {

domain::Decided<domain::PhotoId> add_photo(db::WriteTx& tx, domain::ItemId item,
                                           const NewPhoto& wanted, const Act& act) {
    if (db::photos::count(tx, item) >= domain::most_photos_of_an_item) {
        return tl::unexpected(domain::Refusal{domain::RefusalCode::too_many_photos});
    }
    domain::Photo photo;
    photo.item = item;
    photo.kind = wanted.kind;
    photo.note = wanted.note;
    photo.width = wanted.width;
    photo.height = wanted.height;
    photo.by = act.actor;
    photo.at = act.recorded;
    return db::photos::insert(tx, photo, wanted.files);
}

}  // namespace depot
