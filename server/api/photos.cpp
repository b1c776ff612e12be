#include <string>

#include "api/answer.hpp"
#include "api/item_path.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/photo_store.hpp"
#include "depot/photo.hpp"
#include "pictures/picture.hpp"
#include "routing/desk.hpp"
#include "routing/form_fields.hpp"
#include "routing/multipart.hpp"

namespace api {
namespace {

using db::photos::Listed;
using routing::Body;
using routing::Fault;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

// A photo never changes: a second one is another photo.
constexpr std::int64_t only_version = 1;

json::object to_json(const Listed& listed) {
    const domain::Photo& photo = listed.photo;
    return {{"id", photo.id.value},
            {"item", listed.item_code},
            {"kind", std::string(to_text(photo.kind))},
            {"note", or_null(photo.note)},
            {"width", photo.width},
            {"height", photo.height},
            {"bytes", photo.bytes},
            {"by", listed.by},
            {"at", domain::to_text(photo.at)}};
}

struct Upload {
    std::string_view file;
    domain::PhotoKind kind = domain::PhotoKind::item;
    std::optional<std::string> note;
};
using Read = tl::expected<Upload, std::vector<Fault>>;

tl::unexpected<std::vector<Fault>> wrong(std::string pointer, std::string code) {
    return tl::unexpected(std::vector<Fault>{{std::move(pointer), std::move(code)}});
}

// Browsers send the lines of a text field as of old.
std::string with_plain_lines(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) != "\r\n")
            plain += text[i];
        else
            plain += text[++i];
    }
    return plain;
}

// What a form says beside its file. A field that was left empty says nothing, and one whose name
// begins with "_" is of the page that the form was on.
Read read_form(const Request& request) {
    const auto parts = routing::parse_multipart(request.content_type, request.body);
    if (!parts) return wrong("", "invalid_form");
    std::optional<std::string_view> file;
    json::object fields;
    for (const routing::Part& part : *parts) {
        if (part.name == "photo" && part.filename) {
            file = part.content;
        } else if (!part.content.empty() && !part.name.starts_with('_')) {
            fields[part.name] = json::string(with_plain_lines(part.content));
        }
    }
    auto upload = read_object(fields, [&](Fields& given) {
        Upload said;
        said.kind =
            given.maybe_choice("kind", domain::parse_photo_kind).value_or(domain::PhotoKind::item);
        said.note = given.maybe_note("note", 500);
        if (!file || file->empty()) given.fault("photo", "required");
        return said;
    });
    if (upload && file) upload->file = *file;
    return upload;
}

Read read_upload(const Request& request) {
    if (request.content_type.starts_with("image/")) {
        Parameters parameters(request);
        Upload upload;
        upload.file = request.body;
        upload.kind =
            parameters.choice("kind", domain::parse_photo_kind).value_or(domain::PhotoKind::item);
        if (!parameters.ok()) return tl::unexpected(parameters.faults());
        return upload;
    }
    if (request.parameters.contains("kind")) return wrong("?kind", "unknown_parameter");
    return read_form(request);
}

Reply add(const Request& request, routing::Desk& desk) {
    const auto upload = read_upload(request);
    if (!upload) return routing::problem(request, 400, upload.error());
    auto picture = pictures::read(upload->file);
    if (!picture) {
        // In a form the file is one of several fields.
        const char* place = routing::is_multipart(request) ? "/photo" : "";
        const Fault fault{place, std::string(to_text(picture.error()))};
        return routing::problem(request, 400, std::vector{fault});
    }
    const depot::NewPhoto wanted{upload->kind,
                                 upload->note,
                                 {std::move(picture->image), std::move(picture->small)},
                                 picture->width,
                                 picture->height};
    return desk.answer([&](db::WriteTx& tx) -> Shown {
        const auto view = item_of_path(request, tx);
        if (!view) return routing::problem(request, 404, "not_found");
        const auto id = depot::add_photo(tx, view->item.id, wanted, act_of(request));
        if (!id) return routing::refused(request, id.error());
        return created(to_json(*db::photos::find(tx, *id)), only_version,
                       "/api/v1/photos/" + std::to_string(id->value));
    });
}

Reply list(const Request& request, db::ReadTx& tx) {
    const auto view = item_of_path(request, tx);
    if (!view) return routing::problem(request, 404, "not_found");
    json::array items;
    for (const Listed& listed : db::photos::of_item(tx, view->item.id)) {
        items.push_back(to_json(listed));
    }
    return answer(json::object{{"items", std::move(items)}});
}

std::optional<Listed> photo_of_path(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::PhotoId>(request);
    return id ? db::photos::find(tx, *id) : std::nullopt;
}

using File = std::optional<std::string> (*)(db::ReadTx&, domain::PhotoId);

// What a browser has it keeps for good, and shows to nobody else.
Reply file(const Request& request, db::ReadTx& tx, File read, std::string_view which) {
    const auto listed = photo_of_path(request, tx);
    auto bytes = listed ? read(tx, listed->photo.id) : std::nullopt;
    if (!bytes) return routing::problem(request, 404, "not_found");
    Reply reply;
    reply.content_type = "image/jpeg";
    reply.body = std::move(*bytes);
    constexpr std::size_t enough = 16;
    reply.headers.emplace_back("etag", "\"" + std::to_string(only_version) + "-" +
                                           listed->sha256.substr(0, enough) + std::string(which) +
                                           "\"");
    reply.headers.emplace_back("cache-control", "private, max-age=31536000, immutable");
    return reply;
}

Reply show(const Request& request, db::ReadTx& tx) {
    return file(request, tx, db::photos::image, "");
}
Reply show_small(const Request& request, db::ReadTx& tx) {
    return file(request, tx, db::photos::small, "-small");
}

Shown remove(const Request& request, db::WriteTx& tx) {
    const auto listed = photo_of_path(request, tx);
    if (!listed) return routing::problem(request, 404, "not_found");
    if (!if_match(request, only_version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    db::photos::remove(tx, listed->photo.id);
    Reply reply;
    reply.status = 204;
    return reply;
}

constexpr domain::Roles lager{domain::Role::lager};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::sjafor,
                                domain::Role::leder};

const routing::Route rows[] = {
    {.method = Method::get,
     .path = "/api/v1/items/{code}/photos",
     .roles = readers,
     .summary = "Photos of an aid and of damage to it, the oldest first",
     .handler = routing::Read(list),
     .answer = "photo_list"},
    {.method = Method::post,
     .path = "/api/v1/items/{code}/photos",
     .roles = lager,
     .summary = "Add a photo: the image itself, or a form with photo, kind and note",
     .handler = routing::Work(add),
     .success = 201,
     .answer = "photo",
     .body = Body::image,
     .parameters = "kind"},
    {.method = Method::get,
     .path = "/api/v1/photos/{id}",
     .roles = readers,
     .summary = "The photo, at most 2000 pixels wide and high",
     .handler = routing::Read(show),
     .media = "image/jpeg"},
    {.method = Method::get,
     .path = "/api/v1/photos/{id}/small",
     .roles = readers,
     .summary = "The same at most 480 pixels wide and high",
     .handler = routing::Read(show_small),
     .media = "image/jpeg"},
    {.method = Method::del,
     .path = "/api/v1/photos/{id}",
     .roles = lager,
     .summary = "Remove a photo for good",
     .handler = routing::Write(remove),
     .success = 204},
};

}  // namespace

std::span<const routing::Route> photo_routes() { return rows; }

}  // namespace api
