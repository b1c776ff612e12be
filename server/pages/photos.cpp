// Photos of an aid: all of them with the form that adds one, and one of them large.

#include "pages/photos.hpp"

#include <algorithm>

#include "pages/fields.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"

namespace pages {
namespace {

std::string path_of(const std::string& code) { return "/hjelpemidler/" + code + "/bilder"; }

// In place of the photo for whoever does not see it.
std::string described(const Page& page, const json::object& photo) {
    const std::string note = text_at(photo, "note");
    const std::string what =
        page.say(words_of("photo_kind", text_at(photo, "kind")).bokmal) +
        (note.empty() ? std::string() : ": " + note.substr(0, note.find('\n')));
    return what + ", " + shown(text_at(photo, "at"));
}

json::object view_of(const Page& page, const std::string& code, const json::object& photo) {
    const std::string id = std::to_string(number_at(photo, "id"));
    return {{"href", path_of(code) + "/" + id},
            {"large", "/api/v1/photos/" + id},
            {"small", "/api/v1/photos/" + id + "/small"},
            {"alt", described(page, photo)},
            {"photo_kind", photo.at("kind")},
            {"note", photo.at("note")},
            {"width", photo.at("width")},
            {"height", photo.at("height")},
            {"by", photo.at("by")},
            {"at", photo.at("at")}};
}

Form new_photo(const Page& page, const std::string& code) {
    Form form = page.form(path_of(code), "Legg til bildet");
    form.photo("photo", page.say("Bilde"))
        .hint(page.say("Ta bare med hjelpemiddelet, ikke personer, navn eller noens hjem. JPEG, "
                       "PNG eller WebP, høyst 8 MB."))
        .radio("kind", page.say("Hva bildet viser"),
               options_of("photo_kind", {"item", "damage"}, page.language()),
               parameter(page.request(), "kind") == "damage" ? "damage" : "item")
        .area("note", page.say("Merknad"))
        .with("rows", 2)
        .heading(page.say("Legg til et bilde"));
    return form;
}

// The title of a page of one aid and the way back; false: it is not there.
bool add_item(Page& page, const std::string& code) {
    const json::object item = page.ask("/items/" + code);
    if (item.empty()) return false;
    page.view["item"] = json::object{{"code", item.at("code")}, {"product", item.at("product")}};
    return true;
}

Shown show_all(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string code = encoded(request.path_values.at(0));
    if (!add_item(page, code)) return page.show("problem");
    add_photos(page, code);
    return page.show("item_photos", "Bilder");
}

// Null: there is none of that id.
const json::object* find_photo(const json::array& photos, std::string_view id) {
    const auto* found = std::find_if(photos.begin(), photos.end(), [&](const json::value& photo) {
        return std::to_string(number_at(photo.get_object(), "id")) == id;
    });
    return found == photos.end() ? nullptr : &found->get_object();
}

Shown show_one(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string code = encoded(request.path_values.at(0));
    if (!add_item(page, code)) return page.show("problem");
    const json::array all = array_at(page.ask("/items/" + code + "/photos"), "items");
    const auto* found = find_photo(all, request.path_values.at(1));
    if (found == nullptr) {
        return page.finished(problem_page(request, routing::problem(request, 404, "not_found")));
    }
    json::object photo = view_of(page, code, *found);
    const std::string api = "/photos/" + std::to_string(number_at(*found, "id"));
    page.view["remove_form"] = nullptr;
    if (page.may(Method::del, api)) {
        page.view["remove_form"] =
            page.form(text_at(photo, "href") + "/slett", "Slett bildet for godt")
                .colour("danger")
                .heading(page.say("Slett bildet"))
                .view();
    }
    page.view["photo"] = std::move(photo);
    return page.show("photo", "Bilde");
}

constexpr Submission add{Method::post, "/items/{0}/photos", "/hjelpemidler/{0}?done=photo_added",
                         show_all, "photo"};
constexpr Submission remove{Method::del, "/photos/{1}", "/hjelpemidler/{0}?done=photo_removed",
                            show_one};

// Of the aid in the path alone.
Shown remove_one(const Request& request, db::WriteTx& tx) {
    const std::string code = encoded(request.path_values.at(0));
    const Answer photos = get(request, tx, "/items/" + code + "/photos");
    const json::array all = array_at(photos.body, "items");
    if (find_photo(all, request.path_values.at(1)) == nullptr) {
        return routing::problem(request, 404, "not_found");
    }
    return submitted<remove>(request, tx);
}

constexpr Roles readers{Role::lager, Role::ergo, Role::sjafor, Role::leder};
constexpr Roles lager{Role::lager};

const routing::Route rows[] = {
    page_row("/hjelpemidler/{code}/bilder", readers, "Photos of an aid", show_all, "kind done"),
    file_form_row("/hjelpemidler/{code}/bilder", lager, "Add a photo of an aid", worked<add>),
    page_row("/hjelpemidler/{code}/bilder/{id}", readers, "One photo of an aid", show_one),
    form_row("/hjelpemidler/{code}/bilder/{id}/slett", lager, "Remove a photo",
             routing::Write(remove_one)),
};

}  // namespace

void add_photos(Page& page, const std::string& code) {
    const json::object found = page.ask_if_may("/items/" + code + "/photos");
    page.view["photo_form"] = nullptr;
    json::array photos;
    for (const json::value& photo : array_at(found, "items")) {
        photos.push_back(view_of(page, code, photo.get_object()));
    }
    page.view["photos"] = std::move(photos);
    if (page.may_post("/items/" + code + "/photos")) {
        page.view["photo_form"] = new_photo(page, code).view();
    }
}

std::span<const routing::Route> photo_rows() { return rows; }

}  // namespace pages
