#pragma once

#include <string>
#include <string_view>

namespace bv2::text {

// Unicode's compatibility composition: full-width Latin becomes ASCII, half-width kana full-width,
// ① 1. UTF-8 in and out; ill-formed bytes become U+FFFD.
std::string Nfkc(std::string_view text);

}  // namespace bv2::text
