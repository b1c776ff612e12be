#include "api/report_file.hpp"

#include <string>

namespace api {

reports::Language report_language(routing::Language language) {
    switch (language) {
        case routing::Language::nb:
            return reports::Language::nb;
        case routing::Language::nn:
            return reports::Language::nn;
        case routing::Language::en:
            return reports::Language::en;
    }
    return reports::Language::nb;
}

routing::Reply report_file(const reports::Report& report, reports::Format format,
                           std::string_view name) {
    routing::Reply reply;
    reply.content_type = reports::media_type(format);
    reply.headers.emplace_back("content-disposition",
                               "attachment; filename=\"" + std::string(name) + "." +
                                   std::string(reports::to_text(format)) + "\"");
    reply.body = reports::write(report, format);
    return reply;
}

}  // namespace api
