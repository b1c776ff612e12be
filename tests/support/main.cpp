// Catch2's main, alone in its file: it takes longer to compile than most tests.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
