#include "messages/pdf_language.hpp"

#include <memory>
#include <stdexcept>

// The C interface: the C++ one does not compile with every compiler that reads us.
#include <qpdf/qpdf-c.h>

namespace messages {
namespace {

struct Close {
    void operator()(qpdf_data document) const { qpdf_cleanup(&document); }
};
using Document = std::unique_ptr<_qpdf_data, Close>;

void require(qpdf_data document, QPDF_ERROR_CODE code) {
    if ((code & QPDF_ERRORS) == 0) return;
    // What nobody has asked for is printed at the end.
    (void)qpdf_get_error(document);
    throw std::runtime_error("qpdf does not take the document");
}

}  // namespace

std::string with_language(const std::string& pdf, std::string_view tag) {
    const Document document(qpdf_init());
    qpdf_data q = document.get();
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_silence_errors(q);
    require(q, qpdf_read_memory(q, "letter", pdf.data(), pdf.size(), nullptr));
    const qpdf_oh root = qpdf_get_root(q);
    qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_string(q, std::string(tag).c_str()));
    const qpdf_oh viewer = qpdf_oh_new_dictionary(q);
    qpdf_oh_replace_key(q, viewer, "/DisplayDocTitle", qpdf_oh_new_bool(q, QPDF_TRUE));
    qpdf_oh_replace_key(q, root, "/ViewerPreferences", viewer);
    require(q, qpdf_init_write_memory(q));
    qpdf_set_deterministic_ID(q, QPDF_TRUE);
    require(q, qpdf_write(q));
    const auto* bytes = reinterpret_cast<const char*>(qpdf_get_buffer(q));
    return {bytes, qpdf_get_buffer_length(q)};
}

}  // namespace messages
