#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/marked_text.h"
#include "text/symbols.h"

namespace bv2::text {

// What separates a piece of text from the one before, weakest first.
enum class Break : uint8_t {
  kClause,     // nothing: a sentence was too long to be spoken at once
  kSentence,   // the end of a sentence in a slice that was too long
  kSlice,      // `|` or the end of a line
  kParagraph,  // `||` or an empty line
};

struct Piece {
  std::string text;  // UTF-8, no white space around it
  size_t begin = 0;  // byte of the whole text, in which U+FFFD stands for what is ill-formed
  Break before = Break::kSlice;
};

// Up to this many characters a slice is spoken as it is: about what fits into one breath, and what
// voices were trained on.
constexpr size_t MaxPieceCharacters(Language language) {
  return language == Language::kEn ? 250 : 100;
}
// Of a text of several languages: the limit of what most of it is in.
size_t MaxPieceCharacters(const MarkedText& text);

// Cuts a text into the pieces that are spoken one at a time. `|` and line ends cut it into slices.
// A slice of more than `max_characters` is cut at the ends of sentences, a longer sentence after
// the last comma that fits, else at the last space, else at the limit. No piece is blank.
// What has a reading is not cut.
std::vector<Piece> CutPieces(const Passage& passage, size_t max_characters);
std::vector<Piece> CutPieces(std::string_view text, size_t max_characters);

// Cuts the first piece after its first clause, so that speaking can begin before the rest of it is
// prepared, if both have at least `min_characters`. The pieces are those of the passage.
void CutOpening(const Passage& passage, size_t min_characters, std::vector<Piece>& pieces);

// Cuts after each sentence, which keeps its closing quotes and brackets. Decimal points, dots in
// names and abbreviations end none. The concatenation is the text.
std::vector<std::u32string_view> CutSentences(std::u32string_view text);

}  // namespace bv2::text
