#include "text/zh/simplify.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace bv2::text::zh {
namespace {

bool IsHan(char32_t c) { return c >= 0x3400 && (c < 0xa000 || c >= 0xf900); }

// The longest key that the text starts with.
struct Match {
  size_t length = 0;
  std::string_view fields;
};

Match LongestMatch(const SortedTable& table, std::u32string_view text) {
  Match match;
  SortedTable::Walk walk(table);
  std::string bytes;
  for (size_t length = 1; length <= text.size(); ++length) {
    bytes.clear();
    AppendUtf8(text[length - 1], bytes);
    if (!walk.Extend(bytes)) break;
    if (const auto fields = walk.Fields()) match = {length, *fields};
  }
  return match;
}

}  // namespace

Simplifier::Simplifier(const std::filesystem::path& data_dir)
    : overrides_(data_dir / "zh/traditional_overrides.txt"),
      phrases_(data_dir / "zh/traditional.txt") {}

std::u32string Simplifier::Simplify(std::u32string_view text) const {
  std::u32string result;
  result.reserve(text.size());
  while (!text.empty()) {
    Match match;
    if (IsHan(text[0])) {
      const Match override = LongestMatch(overrides_, text);
      match = LongestMatch(phrases_, text);
      if (override.length >= match.length) match = override;
    }
    if (match.length == 0) {
      result += text[0];
    } else {
      result += DecodeUtf8(match.fields);
    }
    text.remove_prefix(std::max<size_t>(match.length, 1));
  }
  return result;
}

}  // namespace bv2::text::zh
