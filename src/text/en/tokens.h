#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/en/parts.h"

namespace bv2::text::en {

struct Token {
  enum class Kind : unsigned char {
    kWord,     // text: lower-case letters, apostrophes and hyphens
    kLetters,  // text: lower-case letters, each said by its name, and perhaps 's
    kMark,     // text: one of the marks that are symbols
  };
  Kind kind;
  std::string text;
  Extent extent = {};  // of the normalised text
};

// Cuts a normalised text. Letters each with a full stop, as in "F.B.I.", are said by name; an
// A before no word is one, too, and so is a capital A that starts no sentence.
std::vector<Token> CutTokens(std::string_view norm_text);

}  // namespace bv2::text::en
