#pragma once

#include <string>
#include <string_view>

namespace bv2::text {

// Takes out what is seen but not said: emoji, whatever joiners, skin tones, flags and tags they are
// made of, and faces of signs like (^_^) or :-). A face between two words becomes `pause`. Digits
// in keycaps stay digits; emoji of arithmetic become its signs.
std::u32string RemoveEmoji(std::u32string_view text, char32_t pause);

}  // namespace bv2::text
