#pragma once
// What is asked for in a body: a product or any of a class, and how many.

#include <vector>

#include "api/json_reader.hpp"
#include "domain/booking.hpp"

namespace api {

// "product_id" or "iso", and "quantity": 1 when absent.
domain::Asked read_asked(Fields& fields);
// "lines", none of them twice; a fault when there is none.
std::vector<domain::Asked> read_asked_lines(Fields& fields);

}  // namespace api
