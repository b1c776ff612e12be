#include "routing/file_reply.hpp"

namespace routing {

Reply file_to_save(std::string_view name, std::string_view media_type, std::string bytes) {
    Reply reply;
    reply.content_type = media_type;
    reply.headers.emplace_back("content-disposition",
                               "attachment; filename=\"" + std::string(name) + "\"");
    reply.body = std::move(bytes);
    return reply;
}

}  // namespace routing
