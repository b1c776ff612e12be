#pragma once
// Words that passwords are made of again and again, as db::text_key folds them.

#include <string_view>

namespace identity {

bool is_common_word(std::string_view key);

}  // namespace identity
