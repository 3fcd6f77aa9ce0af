#include "check/glob.h"

namespace bv2::check {

// Backtracks only to the last star: what an earlier star took need never be revised.
bool GlobMatches(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, after_star = std::string_view::npos, star_end = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      star_end = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (after_star != std::string_view::npos) {
      p = after_star;
      t = ++star_end;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool FilterMatches(std::string_view filter, std::string_view text) {
  if (filter.find_first_of("*?") != std::string_view::npos) return GlobMatches(filter, text);
  return text.find(filter) != std::string_view::npos;
}

}  // namespace bv2::check
