#pragma once
// A form with a file in it, as a browser writes it.

#include <string>
#include <vector>

namespace support {

struct FormPart {
    std::string name;
    std::string content;
    bool file = false;
};

inline std::string multipart_type(const std::string& boundary = "grense") {
    return "multipart/form-data; boundary=" + boundary;
}

inline std::string multipart_form(const std::vector<FormPart>& parts,
                                  const std::string& boundary = "grense") {
    std::string body;
    for (const FormPart& part : parts) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name + "\"" +
                (part.file ? "; filename=\"bilde.jpg\"\r\nContent-Type: image/jpeg" : "") +
                "\r\n\r\n" + part.content + "\r\n";
    }
    return body + "--" + boundary + "--\r\n";
}

}  // namespace support
