#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "text/frontend.h"

namespace bv2::corpus {

// Lists of utterances as the original writes them: one a line, fields separated by `|`. How odd
// bytes are read: lines end with LF, CRLF or CR; byte order marks before a line (of joined files,
// too) and white space around it are cut off; blank lines are skipped; a line with a NUL byte, with
// bytes that are not UTF-8 or of more than kMaxLineBytes is an error of that line alone.

inline constexpr size_t kMaxLineBytes = 1 << 16;  // far beyond anything that can be said at once

// path|speaker|language|text: what a voice maker writes.
struct Utterance {
  std::string audio;  // as written; relative paths are relative to where the program runs
  std::string speaker;
  text::Language language = text::Language::kZh;
  std::string text;

  bool operator==(const Utterance&) const = default;
};

// path|speaker|language|norm_text|phones|tones|word2ph: what training reads.
struct CleanedUtterance {
  std::string audio;
  std::string speaker;
  text::Phones phones;  // its tokens are not in the file
};

struct ListLine {
  size_t number;  // from 1
  std::string_view content;
};

// The lines of a list that are not blank.
class ListFile {
 public:
  // Throws kNotFound, kIo.
  static ListFile Read(const std::filesystem::path& path);
  ListFile(std::string content, std::string source);
  ListFile(const ListFile&) = delete;
  ListFile& operator=(const ListFile&) = delete;

  const std::string& source() const { return source_; }
  const std::vector<ListLine>& lines() const { return lines_; }

 private:
  std::string content_;
  std::string source_;
  std::vector<ListLine> lines_;
};

// Throw kCorruptFile with `source`, the line's number, what is wrong and what to do: a wrong number
// of fields, an empty path, speaker or text, an unknown language; numbers that are none, and
// phones, tones and word2ph whose counts do not agree. Whether a phone is a symbol, and whether the
// audio exists, is not looked at.
Utterance ParseUtterance(const ListLine& line, std::string_view source);
CleanedUtterance ParseCleaned(const ListLine& line, std::string_view source);

// The line with its LF, as the original writes it. Throws kInvalidArgument for a field that holds
// `|` or the end of a line.
std::string FormatCleaned(const CleanedUtterance& utterance);

// A whole list, in its order; throws at the first line that is wrong.
std::vector<CleanedUtterance> ReadCleanedList(const std::filesystem::path& path);

}  // namespace bv2::corpus
