#pragma once
// Photos of aids, with their files.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/photo.hpp"

namespace db::photos {

// A photo with who made it and the code of its aid, as it is now.
struct Listed {
    domain::Photo photo;
    std::string item_code;
    std::string by;
    std::string sha256;  // of the image
};

struct Files {
    std::string image;
    std::string small;
};

// The id is the next one; the size in bytes is that of the image.
domain::PhotoId insert(WriteTx& tx, const domain::Photo& photo, const Files& files);
std::optional<Listed> find(ReadTx& tx, domain::PhotoId id);
// By when they were made.
std::vector<Listed> of_item(ReadTx& tx, domain::ItemId item);
std::int64_t count(ReadTx& tx, domain::ItemId item);
std::optional<std::string> image(ReadTx& tx, domain::PhotoId id);
std::optional<std::string> small(ReadTx& tx, domain::PhotoId id);
void remove(WriteTx& tx, domain::PhotoId id);

// Where a file is not the one that was stored: one sentence each.
std::vector<std::string> faults(ReadTx& tx);

}  // namespace db::photos
