#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/passage.h"
#include "text/readings.h"
#include "text/symbols.h"

namespace bv2::text {

// Words and how their owner wants them read. Immutable, thread-safe.
//
// Files are UTF-8 with a line `word TAB reading [TAB language]` for each word; empty lines and
// those that start with # count for nothing. A later line for the same word and language replaces
// an earlier one, in the order of the files. Words of Latin letters or katakana are matched whole,
// and without regard to capitals unless they have some after the first letter.
class UserDictionary {
 public:
  // Throws kNotFound, kIo; kInvalidArgument naming the file and line that is wrong.
  UserDictionary(std::span<const std::filesystem::path> files, const ReadingParser& parser);

  // Adds the readings of all words of this language that the passage holds, the longest first where
  // several begin. What has a reading keeps it. Text that is not UTF-8 stays as it is.
  void AddTo(Passage& passage, Language language) const;

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::u32string key;   // the word in lower case
    std::u32string word;  // as written
    std::string reading;
    Language language;
    bool exact;  // whether capitals matter
  };
  struct Match {
    size_t length;
    const Entry* entry;
  };

  void AddLine(std::string_view line, const ReadingParser& parser);
  std::optional<Match> Longest(std::u32string_view text, size_t begin, Language language) const;
  bool Matches(const Entry& entry, std::u32string_view text, size_t begin, Language language) const;

  std::vector<Entry> entries_;  // by key
};

}  // namespace bv2::text
