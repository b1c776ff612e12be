#pragma once
// SHA-256 in lower-case hex: of tokens before they are looked up, of contents that must not change.

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace db {

// Of what comes in parts.
class Sha256 {
public:
    Sha256();
    void add(std::string_view data);
    std::string hex();  // once

private:
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

std::string sha256_hex(std::string_view data);

}  // namespace db
