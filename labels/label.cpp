#include "labels/label.hpp"

#include <variant>

#include "labels/reader.hpp"

namespace labels {

Label item_label(const LabelCode& code, std::string_view product, const Issuer& issuer) {
    Label label{code.payload(issuer.host), code.printed(), {std::string(product)}};
    if (!issuer.owner.empty()) label.lines.push_back("Tilhører " + issuer.owner);
    if (!issuer.return_to.empty()) label.lines.push_back("Leveres til " + issuer.return_to);
    return label;
}

bool is_label_host(std::string_view host) {
    const LabelCode any = LabelCode::from_number(0);
    const Reading reading = read_scan(any.payload(host));
    const auto* own = std::get_if<OwnCode>(&reading);
    return own != nullptr && own->code == any;
}

}  // namespace labels
