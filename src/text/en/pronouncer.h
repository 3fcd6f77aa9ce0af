#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "text/en/dictionary.h"

namespace bv2::text::en {

// Words → ARPAbet phones with stress. Immutable, thread-safe.
class Pronouncer {
 public:
  explicit Pronouncer(const std::filesystem::path& data_dir) : dictionary_(data_dir) {}

  const Dictionary& dictionary() const { return dictionary_; }

  // The pronunciation of any word: the dictionary's; else put together from words that are in it;
  // else guessed from the letters. Empty when there are none.
  //   word  lower-case letters, apostrophes and hyphens; others are ignored
  std::string Say(std::string_view word) const;

  // The names of letters: "fbi" → "EH1 F B IY1 AY1". An ending 's is said as a plural.
  std::string Spell(std::string_view letters) const;

  // The same as Say without the corrections towards the original's dictionary: what g2p_en says.
  std::string SayUncorrected(std::string_view word) const;

 private:
  using Find = std::optional<std::string_view> (Dictionary::*)(std::string_view) const&;
  std::string SayWith(Find find, std::string_view word) const;

  Dictionary dictionary_;
};

// "HH AH0 L OW1" → hh ah l ow with tones 0 1 0 2: a vowel's stress + 1, and 0 for consonants.
struct PhonesAndTones {
  std::vector<std::string> phones;
  std::vector<int64_t> tones;
};
PhonesAndTones ToSymbols(std::string_view arpabet);

}  // namespace bv2::text::en
