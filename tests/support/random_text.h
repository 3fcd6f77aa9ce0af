#pragma once

#include <random>
#include <string>
#include <string_view>

#include "base/utf8.h"

namespace bv2::test {

// Characters of `common` among any characters at all, surrogates and ill-formed bytes included.
inline std::string RandomText(std::mt19937& random, std::u32string_view common) {
  std::string text;
  for (size_t left = random() % 60; left > 0; --left) {
    switch (random() % 8) {
      case 0:
        AppendUtf8(static_cast<char32_t>(random() % 0x110000), text);
        break;
      case 1:
        text += static_cast<char>(random());
        break;
      default:
        AppendUtf8(common[random() % common.size()], text);
    }
  }
  return text;
}

}  // namespace bv2::test
