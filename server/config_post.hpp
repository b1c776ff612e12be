#pragma once
// The settings of what is sent to borrowers and leaders: [sender], [smtp], [sms], [letter],
// [svarut], [altinn], weekly_list_to.

#include <filesystem>
#include <string_view>

#include <toml++/toml.h>

#include "config.hpp"

bool is_post_setting(std::string_view name);
// Reads the files of the secrets as well; tokens are read again at each sending, since another
// program renews them. Throws ConfigError.
PostConfig read_post(const toml::table& settings);
// Of a demo: letters go into the folder, which is made, and nothing leaves the machine.
jobs::Post demo_post(const std::filesystem::path& folder);
