#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace bv2::text::en {

// A dictionary's pronunciation of a word; nullopt when it has none.
using FindWord = std::function<std::optional<std::string_view>(std::string_view)>;

// The pronunciation of a word that is not in the dictionary but made of one that is: with an ending
// ("plunderers" ← plunder), in British spelling ("colours" ← colors) or of two words ("wolfhound").
//   word  lower-case letters and apostrophes
// nullopt when nothing fits.
std::optional<std::string> Derive(std::string_view word, const FindWord& find);

// What -s sounds like after these phones: S, Z or IH0 Z.
std::string_view PluralSound(std::string_view phones);

}  // namespace bv2::text::en
