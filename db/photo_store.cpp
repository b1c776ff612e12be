#include "db/photo_store.hpp"

#include <stdexcept>

#include <sodium.h>

#include "db/digest.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::photos {
namespace {

using domain::Photo;

constexpr int variant = sodium_base64_VARIANT_ORIGINAL;

std::string to_base64(const std::string& bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(),
                      reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), variant);
    text.pop_back();  // the zero at its end
    return text;
}

std::optional<std::string> from_base64(const std::string& text) {
    std::string bytes(text.size() / 4 * 3, '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &length, nullptr, variant) != 0) {
        return std::nullopt;
    }
    bytes.resize(length);
    return bytes;
}

constexpr std::string_view select_photo = R"(
    select p.id, p.item_id, p.kind, p.note, p.width, p.height, p.bytes, p.actor_id, p.made_at,
        i.code, a.name, p.sha256
    from photo p join item i on i.id = p.item_id join actor a on a.id = p.actor_id)";

std::vector<Listed> read(Query& query) {
    return query.all<domain::PhotoId, domain::ItemId, domain::PhotoKind, std::optional<std::string>,
                     std::int64_t, std::int64_t, std::int64_t, domain::ActorId, domain::Instant,
                     std::string, std::string, std::string>(
        [](domain::PhotoId id, domain::ItemId item, domain::PhotoKind kind,
           std::optional<std::string> note, std::int64_t width, std::int64_t height,
           std::int64_t bytes, domain::ActorId by, domain::Instant at, std::string code,
           std::string name, std::string sha256) {
            return Listed{Photo{id, item, kind, std::move(note), width, height, bytes, by, at},
                          std::move(code), std::move(name), std::move(sha256)};
        });
}

std::optional<std::string> file(ReadTx& tx, const char* column, domain::PhotoId id) {
    const auto text =
        Query(tx, "select " + std::string(column) + " from photo_file where photo_id = :photo_id")
            .with(id)
            .one<std::string>();
    if (!text) return std::nullopt;
    auto bytes = from_base64(*text);
    if (!bytes) throw Error("photo " + std::to_string(id.value) + " cannot be read");
    return bytes;
}

}  // namespace

domain::PhotoId insert(WriteTx& tx, const Photo& photo, const Files& files) {
    const std::string sha256 = sha256_hex(files.image);
    const auto bytes = static_cast<std::int64_t>(files.image.size());
    const auto id = Query(tx, R"(
        insert into photo (item_id, kind, note, width, height, bytes, sha256, actor_id, made_at)
        values (:item_id, :kind, :note, :width, :height, :bytes, :sha256, :actor_id, :made_at))")
                        .with(photo.item, photo.kind, photo.note, photo.width, photo.height, bytes,
                              sha256, photo.by, photo.at)
                        .insert<domain::PhotoId>();
    Query(tx, "insert into photo_file (photo_id, image, small) values (:photo_id, :image, :small)")
        .with(id, to_base64(files.image), to_base64(files.small))
        .run();
    return id;
}

std::optional<Listed> find(ReadTx& tx, domain::PhotoId id) {
    Query query(tx, std::string(select_photo) + " where p.id = :id");
    auto found = read(query.with(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Listed> of_item(ReadTx& tx, domain::ItemId item) {
    Query query(tx, std::string(select_photo) + " where p.item_id = :item_id order by p.id");
    return read(query.with(item));
}

std::int64_t count(ReadTx& tx, domain::ItemId item) {
    return *Query(tx, "select count(*) from photo where item_id = :item_id")
                .with(item)
                .one<std::int64_t>();
}

std::optional<std::string> image(ReadTx& tx, domain::PhotoId id) { return file(tx, "image", id); }
std::optional<std::string> small(ReadTx& tx, domain::PhotoId id) { return file(tx, "small", id); }

void remove(WriteTx& tx, domain::PhotoId id) {
    Query(tx, "delete from photo_file where photo_id = :id").with(id).run();
    Query(tx, "delete from photo where id = :id").with(id).run();
}

std::vector<std::string> faults(ReadTx& tx) {
    const auto photos =
        Query(tx, "select id, sha256 from photo order by id")
            .all<domain::PhotoId, std::string>([](domain::PhotoId id, std::string sha256) {
                return std::pair(id, std::move(sha256));
            });
    std::vector<std::string> faults;
    for (const auto& [id, sha256] : photos) {
        const auto text = Query(tx, "select image from photo_file where photo_id = :photo_id")
                              .with(id)
                              .one<std::string>();
        const auto bytes = text ? from_base64(*text) : std::nullopt;
        if (!bytes || sha256_hex(*bytes) != sha256) {
            faults.push_back("photo " + std::to_string(id.value) +
                             ": its file is not the one that was stored");
        }
    }
    return faults;
}

}  // namespace db::photos
