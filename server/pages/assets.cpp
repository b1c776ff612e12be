#include "pages/assets.hpp"

#include <map>

#include "pages/embedded.hpp"
#include "routing/problem.hpp"

namespace pages {
namespace {

struct Asset {
    std::string_view type;
    std::string_view plain;
    std::string_view gzip;
    std::string_view brotli;
};

struct Assets {
    std::map<std::string, Asset, std::less<>> by_file;
    std::map<std::string, std::string, std::less<>> url_of;
};

std::string_view word(std::string_view& line) {
    const auto end = line.find(' ');
    const auto first = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return first;
}

Assets read_assets() {
    std::map<std::string_view, std::string_view> files;
    for (const Embedded& file : embedded_assets()) files[file.name] = file.bytes;
    Assets assets;
    std::string_view list = files.at("assets.txt");
    while (!list.empty()) {
        const auto end = list.find('\n');
        std::string_view line = list.substr(0, end);
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
        const std::string name(word(line));
        const std::string file(word(line));
        assets.url_of[name] = "/assets/" + file;
        assets.by_file[file] = {line, files.at(file), files.at(file + ".gz"),
                                files.at(file + ".br")};
    }
    return assets;
}

const Assets& assets() {
    static const Assets all = read_assets();
    return all;
}

bool accepts(std::string_view header, std::string_view coding) {
    const auto at = header.find(coding);
    if (at == std::string_view::npos) return false;
    const auto rest = header.substr(at + coding.size());
    return !rest.starts_with(";q=0,") && rest != ";q=0" && !rest.starts_with(";q=0 ");
}

}  // namespace

std::string asset_url(std::string_view name) {
    const auto found = assets().url_of.find(name);
    return found == assets().url_of.end() ? std::string() : found->second;
}

routing::Reply asset(const routing::Request& request) {
    const auto found = assets().by_file.find(request.path_values.at(0));
    if (found == assets().by_file.end()) return routing::problem(request, 404, "not_found");
    const Asset& file = found->second;
    routing::Reply reply;
    reply.content_type = file.type;
    // The name says what is in it: another content has another name.
    reply.headers = {{"cache-control", "public, max-age=31536000, immutable"},
                     {"vary", "accept-encoding"}};
    std::string_view bytes = file.plain;
    // What is packed already does not get smaller.
    if (file.brotli.size() < file.plain.size()) {
        if (accepts(request.accept_encoding, "br")) {
            reply.headers.emplace_back("content-encoding", "br");
            bytes = file.brotli;
        } else if (accepts(request.accept_encoding, "gzip")) {
            reply.headers.emplace_back("content-encoding", "gzip");
            bytes = file.gzip;
        }
    }
    reply.body = bytes;
    return reply;
}

}  // namespace pages
