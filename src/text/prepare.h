#pragma once

#include <string>
#include <string_view>

namespace bv2::text {

// What the normalisers of all languages begin with: Unicode's many forms of a sign become one.
// Emoji go, `pause` marks those between words; Ⅳ becomes 4, ④ (4), ½ 1⁄2, m² m^2, full-width
// letters and the digits of all scripts ASCII. Runs of blanks become one, and endless runs of
// digits single digits, so that the time rules take grows with the length of the text only. UTF-8
// in and out.
std::string Prepare(std::string_view text, char32_t pause);

}  // namespace bv2::text
