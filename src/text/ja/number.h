#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bv2::text::ja {

// The Japanese reading of a number: optional minus, digits (ASCII or full-width), optionally a
// point and digits. nullopt for anything else and from 10^51 on. Source: num2words 0.5.12, language
// "ja", including what its arithmetic loses: whole numbers keep 28 significant digits below their
// first group, fractions are those of a double.
std::optional<std::u32string> ReadNumber(std::u32string_view text);

// The digits one by one and the point, for what ReadNumber refuses; the rest is left out.
std::u32string ReadDigits(std::u32string_view digits);

}  // namespace bv2::text::ja
