#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string_view>

#include "text/passage.h"
#include "text/sorted_table.h"
#include "text/symbols.h"

namespace bv2::text {

// Understands readings as people write them: pinyin with tones for Chinese characters, kana for
// Japanese words, ARPAbet for English ones. Immutable, thread-safe.
class ReadingParser {
 public:
  // `data_dir` has zh/phones.txt. Throws kNotFound, kIo, kCorruptFile.
  explicit ReadingParser(const std::filesystem::path& data_dir);

  // Takes the readings in braces out of a text:
  //   银行{yin2 hang2}   of as many Chinese characters as there are syllables
  //   今日{キョウ}       of the kanji before, with the hiragana that follow them; or the katakana
  //   read{R EH1 D}      of the word before
  //   [今日は]{キョーワ} of what the brackets hold
  // Braces that hold nothing like a reading stay, and so does all else but ill-formed UTF-8.
  // Throws kInvalidArgument naming a reading that is wrong, where it is, and what would be right.
  Passage Parse(std::string_view text) const;

  // The language that someone meant who wrote `reading` for `word`; nullopt when it is none.
  std::optional<Language> LanguageOf(std::string_view word, std::string_view reading) const;

  // Throws kInvalidArgument unless `reading`, of this language, can be that of the whole word.
  void Check(std::string_view word, std::string_view reading, Language language) const;

  // Where in `before` the word begins that a reading without brackets at its end is for. Throws
  // kInvalidArgument when there is none or the reading is wrong.
  size_t WordBegin(std::u32string_view before, std::string_view reading, Language language) const;

 private:
  SortedTable syllables_;
};

}  // namespace bv2::text
