#include "text/marks.h"

#include <string_view>

namespace bv2::text {

void AppendMark(char32_t mark, std::u32string& text) {
  constexpr std::u32string_view kStrongestFirst = U"?!….,-'";
  if (text.empty()) return;
  const size_t before = kStrongestFirst.find(text.back());
  if (before == std::u32string_view::npos) {
    text += mark;
  } else if (kStrongestFirst.find(mark) < before) {
    text.back() = mark;
  }
}

}  // namespace bv2::text
