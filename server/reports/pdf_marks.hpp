#pragma once
// What cairo 1.16 does not write into a PDF with tags: that it has tags, its language, that its
// title is to be shown, what its figures show, and that its heads are heads of columns.

#include <span>
#include <string>
#include <string_view>

namespace reports {

// As an update behind the file, which stays as it is; for files of cairo's with a plain table of
// references, anything else is an exception. `figures` are the texts for the Figures, in order.
std::string with_marks(std::string pdf, std::string_view language,
                       std::span<const std::string> figures);

}  // namespace reports
