#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bv2 {

// Decodes UTF-8. Each maximal ill-formed subsequence becomes one U+FFFD; never throws.
std::u32string DecodeUtf8(std::string_view bytes);

// Encodes code points; surrogates and values above U+10FFFF become U+FFFD.
std::string EncodeUtf8(std::u32string_view code_points);
void AppendUtf8(char32_t code_point, std::string& out);

// The byte offset of the first ill-formed sequence, or npos when `bytes` is well-formed UTF-8.
size_t FindInvalidUtf8(std::string_view bytes);

}  // namespace bv2
