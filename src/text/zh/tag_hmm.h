#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "text/sorted_table.h"
#include "text/zh/word.h"

namespace bv2::text::zh {

// Finds words and their parts of speech in a run of characters that the dictionary has no words
// for: a hidden Markov model whose states are (place in the word, tag), restricted to the states
// each character was seen in. Source: jieba 0.42.1, posseg.
class TagHmm {
 public:
  // Reads hmm_tag_states.txt and hmm_tag_chars.txt. Throws kCorruptFile for unknown states.
  explicit TagHmm(const std::filesystem::path& data_dir);

  // The words, in order; their concatenation is `text`.
  std::vector<Word> Cut(std::u32string_view text) const;

 private:
  using State = uint16_t;  // index into names_
  struct Character;        // what the model knows of a character
  struct Column;           // one step of the search

  State FindState(std::string_view name) const;
  Character Look(char32_t c) const;
  std::vector<State> NextStates(const Column& previous, const Character& character) const;
  std::vector<State> BestStates(std::u32string_view text) const;

  SortedTable characters_;
  std::vector<std::string> names_;              // place letter B E M S, then the tag; sorted
  std::vector<double> start_;                   // [state]
  std::vector<double> moves_;                   // [from][to], -infinity where there is no move
  std::vector<std::vector<State>> successors_;  // [from]
};

}  // namespace bv2::text::zh
