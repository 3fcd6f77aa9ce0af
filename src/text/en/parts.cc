#include "text/en/parts.h"

#include <algorithm>

namespace bv2::text::en {

std::vector<Part> CutAround(const std::vector<Extent>& tokens,
                            const std::vector<GivenWord>& given) {
  std::vector<Part> parts;
  auto next = given.begin();
  const auto say_given = [&] {
    parts.push_back({.extent = next->extent, .given = &*next});
    ++next;
  };
  size_t done = 0;  // where the last part ends
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Extent token = tokens[i];
    done = std::max(done, token.begin);
    while (next != given.end() && next->extent.begin < token.end) {
      const Extent extent = next->extent;
      if (extent.begin > done)
        parts.push_back({.extent = {done, extent.begin}, .whole = false, .token = i});
      say_given();
      done = std::max(done, extent.end);
    }
    if (done < token.end)
      parts.push_back({.extent = {done, token.end}, .whole = done == token.begin, .token = i});
  }
  while (next != given.end()) say_given();
  return parts;
}

}  // namespace bv2::text::en
