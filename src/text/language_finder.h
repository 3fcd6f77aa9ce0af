#pragma once

#include "text/han_hints.h"
#include "text/language_tags.h"
#include "text/marked_text.h"
#include "text/options.h"

namespace bv2::text {

// Finds out in which language each part of a text is spoken. Docs: docs/text.md, "Languages".
//
// Where the language is known, Latin letters are English all the same, kana Japanese, and Chinese
// characters in English Chinese or Japanese. Where it is not known,
//   - Chinese characters beside kana are Japanese, others Chinese; a form that only one country
//     uses decides, then the nearest ones of the sentence, then the sentences around;
//   - numbers, with their units, are read in the language that the clause is mostly in, but those
//     within English, and those that touch Latin letters in Japanese, in English;
//   - punctuation belongs to what is before it, opening brackets and quotes to what follows.
// Immutable, thread-safe. The time grows with the length of the text only.
class LanguageFinder {
 public:
  // Of the whole text, as sentences give each other's language away.
  MarkedText Find(const TaggedPassage& text, Foreign foreign) const;

 private:
  HanHints hints_;
};

}  // namespace bv2::text
