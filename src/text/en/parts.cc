#include "text/en/parts.h"

#include <algorithm>

#include "text/parse.h"

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

std::string SoundInWhole(std::string_view part, std::string_view whole, bool at_start) {
  const auto split = [](std::string_view phones) {
    std::vector<std::string_view> result;
    while (!phones.empty()) result.push_back(NextField(phones));
    return result;
  };
  const auto is_vowel = [](std::string_view phone) {
    return std::string_view("AEIOU").find(phone.front()) != std::string_view::npos;
  };
  const auto alike = [&](std::string_view a, std::string_view b) {
    return a == b || (is_vowel(a) && is_vowel(b));
  };
  const std::vector<std::string_view> own = split(part), all = split(whole);
  if (own.empty() || own.size() > all.size()) return std::string(part);
  const auto first = all.begin() + (at_start ? 0 : std::ssize(all) - std::ssize(own));
  if (!std::equal(own.begin(), own.end(), first, alike)) return std::string(part);
  std::string result(*first);
  for (auto phone = first + 1; phone != first + std::ssize(own); ++phone) (result += ' ') += *phone;
  return result;
}

}  // namespace bv2::text::en
