#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/json.h"
#include "text/frontend.h"

// Agreement of the text frontends with recorded results of the Python original, file by file:
// the sample in tests/data/text, or every line of $BV2_GOLDEN_DIR/text when that is set.
namespace bv2::test {

// What we made of a line and what was recorded; both empty for a line that is not compared.
struct Comparison {
  std::string got;
  std::string expected;
};

// Runs `compare` on each line of a JSON Lines file, prints the agreement and expects at least
// `minimum`. Prints the first differences, with $BV2_SHOW_ALL all of them.
void ExpectAgreement(const std::string& file, double minimum,
                     const std::function<Comparison(const Json& line)>& compare);

// A whole frontend's result against a recorded line, in the fields named.
Comparison CompareSentence(const text::Phones& phones, const Json& line,
                           const std::vector<std::string>& fields);

template <typename T>
Json Array(const std::vector<T>& values) {
  return Json(Json::Array(values.begin(), values.end()));
}

}  // namespace bv2::test
