#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/passage.h"
#include "text/symbols.h"

namespace bv2::text {

// A word and how many phones it has.
struct SpokenWord {
  std::string text;
  int64_t phones = 0;
  bool operator==(const SpokenWord&) const = default;
};

// What a frontend makes of a text. phones and tones are parallel; word2ph[i] phones belong to the
// i-th token of norm_text that BERT sees, with one "_" before and after where the language pads.
// The sum of word2ph is always the number of phones.
struct Phones {
  Language language = Language::kZh;
  std::string norm_text;
  std::vector<std::string> phones;
  std::vector<int64_t> tones;  // without the language's offset
  std::vector<int64_t> word2ph;
  std::vector<std::string> tokens =
      {};  // what BERT sees, two fewer than word2ph; none without a BERT
  // Of a language without tokens: the words and marks, which have all phones but the pads at the
  // ends. Of others none.
  std::vector<SpokenWord> words = {};
};

// Whether there is anything to say: a phone that is neither punctuation nor padding nor unknown.
bool HoldsSpeech(const Phones& phones);

// Text → phones of one language. Implementations are immutable after construction: ToPhones may be
// called from several threads.
class Frontend {
 public:
  virtual ~Frontend() = default;
  // Never fails on any text: what cannot be said is left out, or said as UNK with a warning in the
  // log. Ill-formed bytes count as characters that cannot be said.
  virtual Phones ToPhones(const Passage& passage) const = 0;
  // Without prescribed readings.
  Phones ToPhones(std::string_view text) const {
    return ToPhones(Passage{.text = std::string(text)});
  }
};

// The networks' input: parallel ids, [T_phone] each.
struct PhoneIds {
  std::vector<int64_t> phones;
  std::vector<int64_t> tones;      // with the language's offset
  std::vector<int64_t> languages;  // 0 for blanks, whatever the language, as in training
  std::vector<int64_t> word2ph;    // as in Phones, of all spans; its sum is T_phone
};

// Makes phones of several languages one utterance: the pads between two spans are dropped, so that
// the first and last entries of word2ph may be 0, and so are spans in which nothing is said. At
// least one span stays.
void JoinSpans(std::vector<Phones>& spans);

// The spans one after the other. Throws kInvalidArgument for a phone that is no symbol, or a
// word2ph or words that do not add up.
PhoneIds ToIds(std::span<const Phones> spans);
PhoneIds ToIds(const Phones& phones);

// Puts a blank before, between and after the phones (config `add_blank`): T becomes 2T + 1.
PhoneIds AddBlanks(const PhoneIds& ids);

}  // namespace bv2::text
