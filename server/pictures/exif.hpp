#pragma once
// The one thing that is wanted of EXIF: which way is up.

#include <string_view>

namespace pictures {

// 1 to 8; 1 where it is not said, or not in a form that is understood.
// Of an EXIF block, with or without the name that JPEG puts before it.
int orientation_of(std::string_view exif);
int orientation_in_png(std::string_view file);
int orientation_in_webp(std::string_view file);

}  // namespace pictures
