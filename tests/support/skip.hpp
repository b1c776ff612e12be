#pragma once
// For a test that needs what this machine does not have: says so aloud, and ./dev test counts it.
//     if (!have_loop_mounts()) return support::skip("no loop mounts here");

#include <iostream>
#include <string_view>

#include <catch2/catch.hpp>

namespace support {

inline void skip(std::string_view why) {
    SUCCEED();
    std::cout << "skipped: " << Catch::getResultCapture().getCurrentTestName() << ": " << why
              << std::endl;
}

}  // namespace support
