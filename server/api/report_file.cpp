#include "api/report_file.hpp"

#include <string>

#include "routing/file_reply.hpp"

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
    return routing::file_to_save(std::string(name) + "." + std::string(reports::to_text(format)),
                                 reports::media_type(format), reports::write(report, format));
}

}  // namespace api
