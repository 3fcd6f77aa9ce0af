#pragma once

#include <string>
#include <string_view>

namespace bv2::text::en {

// ARPAbet as people write it → as dictionaries have it: "r  eh1 d" → "R EH1 D". Vowels end in their
// stress, 0 to 2. Throws kInvalidArgument naming the phone that does not exist or lacks its stress.
std::string ParseArpabet(std::string_view reading);

// Whether someone meant ARPAbet: it has a vowel with its stress, or nothing but phones and more
// than one.
bool LooksLikeArpabet(std::string_view text);

}  // namespace bv2::text::en
