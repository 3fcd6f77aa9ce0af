#pragma once

#include <string>
#include <string_view>

namespace bv2::text::en {

// Writes numbers, ordinals, dollars and pounds as words the way the original's g2p_en does, with
// its peculiarities: "0.5" → "zero point five", "0.14" → "zero point fourteen", "€5" → "€five".
// The rest of the UTF-8 text stays as it is.
// Source: expand.py of g2p_en, after the number rules of Keith Ito's Tacotron.
std::string ExpandNumbers(std::string_view text);

}  // namespace bv2::text::en
