#include "text/ja/kana.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "text/parse.h"

namespace bv2::text::ja {
namespace {

std::u32string_view Trim(std::u32string_view text) {
  constexpr std::u32string_view kSpace = U" \t\r\n　";
  const size_t begin = std::min(text.find_first_not_of(kSpace), text.size());
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

}  // namespace

std::u32string ToKatakana(std::u32string_view text) {
  constexpr char32_t kDistance = U'ァ' - U'ぁ';
  std::u32string result(text);
  for (char32_t& c : result) {
    if (c >= U'ぁ' && c <= U'ん') c += kDistance;
  }
  return result;
}

char32_t FullSize(char32_t katakana) {
  switch (katakana) {
    case U'ャ':
      return U'ヤ';
    case U'ュ':
      return U'ユ';
    case U'ョ':
      return U'ヨ';
    case U'ゕ':
    case U'ヵ':
      return U'カ';
    case U'ゖ':
    case U'ヶ':
      return U'ケ';
    case U'ゔ':
      return U'ヴ';
    default:
      return katakana;
  }
}

KanaPhones::KanaPhones(const std::filesystem::path& data_dir)
    : phones_(data_dir / "ja/phones.tsv") {}

std::vector<std::string> KanaPhones::Phones(std::u32string_view katakana) const {
  std::vector<std::string> result;
  katakana = Trim(katakana);
  while (!katakana.empty()) {
    std::optional<std::string_view> phones;
    size_t length = 2;
    if (katakana.size() >= length) phones = phones_.Find(EncodeUtf8(katakana.substr(0, length)));
    if (!phones) phones = phones_.Find(EncodeUtf8(katakana.substr(0, length = 1)));
    if (!phones) result.push_back(EncodeUtf8(katakana.substr(0, length)));
    while (phones && !phones->empty()) result.emplace_back(NextField(*phones));
    katakana.remove_prefix(length);
  }
  return result;
}

}  // namespace bv2::text::ja
