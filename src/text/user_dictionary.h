#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/marked_text.h"
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
  // The lines themselves; `name` stands for the file in errors.
  UserDictionary(std::string_view lines, const ReadingParser& parser,
                 std::string_view name = "the dictionary");

  // Adds the readings of all words that the text holds in the language of the reading, or in
  // English beside it; of several words that begin in one place that of the longest. What has a
  // reading keeps it. False if there is nothing to add.
  bool AddTo(MarkedText& text) const;

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

  void AddLines(std::string_view lines, std::string_view name, const ReadingParser& parser);
  void AddLine(std::string_view line, const ReadingParser& parser);
  // In a text, at a character: the longest word that may stand there.
  struct Place;
  std::optional<Match> Longest(const Place& place) const;
  static bool Matches(const Entry& entry, const Place& place);
  static int Rank(const Entry& entry);

  std::vector<Entry> entries_;  // by key
};

}  // namespace bv2::text
