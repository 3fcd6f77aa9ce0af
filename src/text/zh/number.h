#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bv2::text::zh {

// The Chinese reading of a number: optional minus, 1 to 16 integer digits, optionally a point
// and digits, of which the first 16 are read; ASCII or full-width. nullopt for anything else.
// Source: cn2an's an2cn, mode "low", whose wording it follows (一万亿 rather than 一兆).
std::optional<std::u32string> ReadNumber(std::u32string_view text);

// The digits one by one, for what ReadNumber refuses; other characters are left out.
std::u32string ReadDigits(std::u32string_view digits);

}  // namespace bv2::text::zh
