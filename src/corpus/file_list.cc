#include "corpus/file_list.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/file.h"
#include "base/utf8.h"

namespace bv2::corpus {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";

std::string_view Strip(std::string_view line) {
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(kWhiteSpace), line.size()));
    if (!line.starts_with(kByteOrderMark)) break;
    line.remove_prefix(kByteOrderMark.size());
  }
  return line.substr(0, line.find_last_not_of(kWhiteSpace) + 1);
}

// At most 40 bytes, cut between characters, with an ellipsis where something is missing.
std::string Shorten(std::string_view text) {
  size_t shown = 40;
  if (text.size() <= shown) return std::string(text);
  while (shown > 0 && (static_cast<unsigned char>(text[shown]) & 0xC0) == 0x80) --shown;
  return std::string(text.substr(0, shown)) + "…";
}

// Where a line stands, for messages.
class Place {
 public:
  Place(std::string_view source, const ListLine& line) : source_(source), line_(line) {}

  template <typename... Args>
  void Require(bool holds, fmt::format_string<Args...> format, Args&&... args) const {
    if (!holds)
      Fail(ErrorCode::kCorruptFile, "{}:{}: {}", source_, line_.number,
           fmt::format(format, std::forward<Args>(args)...));
  }

  std::vector<std::string_view> Fields(size_t count, std::string_view names) const {
    const std::string_view text = line_.content;
    Require(text.size() <= kMaxLineBytes,
            "the line has {} bytes, at most {} are allowed; is a line end missing?", text.size(),
            kMaxLineBytes);
    Require(text.find('\0') == text.npos,
            "there is a NUL byte in the line; save the list as UTF-8, not UTF-16");
    const size_t invalid = FindInvalidUtf8(text);
    Require(invalid == text.npos, "byte {} of the line is not UTF-8; save the list as UTF-8",
            invalid + 1);
    std::vector<std::string_view> fields;
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find('|', begin), text.size());
      fields.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
    Require(fields.size() == count,
            "'{}' has {} fields, {} are needed: {}; within a field there may be no |",
            Shorten(text), fields.size(), count, names);
    return fields;
  }

  std::string NotEmpty(std::string_view field, const char* name) const {
    Require(!field.empty(), "the {} is empty", name);
    return std::string(field);
  }

  text::Language Language(std::string_view name) const {
    const auto language = text::ParseLanguage(name);
    Require(language.has_value(), "'{}' is not a language; use ZH, JP or EN", Shorten(name));
    return *language;
  }

  std::vector<std::string_view> Words(std::string_view field, const char* name) const {
    std::vector<std::string_view> words;
    for (size_t begin = 0; begin <= field.size();) {
      const size_t end = std::min(field.find(' ', begin), field.size());
      words.push_back(field.substr(begin, end - begin));
      Require(!words.back().empty(), "the {} '{}' lack one; exactly one space goes between two",
              name, Shorten(field));
      begin = end + 1;
    }
    return words;
  }

  std::vector<int64_t> Numbers(std::string_view field, const char* name) const {
    constexpr int64_t kMost = 1 << 16;  // phones of a line, or anything smaller
    std::vector<int64_t> numbers;
    for (const std::string_view word : Words(field, name)) {
      int64_t number = 0;
      const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), number);
      const bool whole = error == std::errc() && stop == word.data() + word.size();
      Require(whole && number >= 0 && number < kMost,
              "'{}' among the {} is not a number from 0 to {}; clean the text again", Shorten(word),
              name, kMost - 1);
      numbers.push_back(number);
    }
    return numbers;
  }

 private:
  std::string_view source_;
  const ListLine& line_;
};

void CheckField(std::string_view field) {
  BV2_CHECK(field.find_first_of("|\r\n") == field.npos,
            "'{}' holds | or the end of a line, which would break the list", Shorten(field));
}

}  // namespace

ListFile ListFile::Read(const std::filesystem::path& path) {
  return ListFile(ReadFile(path), path.string());
}

ListFile::ListFile(std::string content, std::string source)
    : content_(std::move(content)), source_(std::move(source)) {
  const std::string_view text = content_;
  for (size_t number = 1, begin = 0; begin < text.size(); ++number) {
    const size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    const std::string_view line = Strip(text.substr(begin, end - begin));
    if (!line.empty()) lines_.push_back({number, line});
    begin = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
  }
}

Utterance ParseUtterance(const ListLine& line, std::string_view source) {
  const Place place(source, line);
  const auto fields = place.Fields(4, "path|speaker|language|text");
  return {.audio = place.NotEmpty(fields[0], "path"),
          .speaker = place.NotEmpty(fields[1], "speaker"),
          .language = place.Language(fields[2]),
          .text = place.NotEmpty(fields[3], "text")};
}

CleanedUtterance ParseCleaned(const ListLine& line, std::string_view source) {
  const Place place(source, line);
  const auto fields =
      place.Fields(7,
                   "path|speaker|language|norm_text|phones|tones|word2ph, as preprocess-text "
                   "writes them");
  CleanedUtterance result;
  result.audio = place.NotEmpty(fields[0], "path");
  result.speaker = place.NotEmpty(fields[1], "speaker");
  result.phones.language = place.Language(fields[2]);
  result.phones.norm_text = fields[3];
  result.phones.tones = place.Numbers(fields[5], "tones");
  result.phones.word2ph = place.Numbers(fields[6], "word2ph");
  const auto phones = place.Words(fields[4], "phones");
  result.phones.phones.assign(phones.begin(), phones.end());
  const auto words =
      std::accumulate(result.phones.word2ph.begin(), result.phones.word2ph.end(), int64_t{0});
  place.Require(
      result.phones.tones.size() == phones.size() && words == static_cast<int64_t>(phones.size()),
      "{} phones, {} tones and a word2ph that sums to {} must agree; clean the text "
      "again",
      phones.size(), result.phones.tones.size(), words);
  return result;
}

std::string FormatCleaned(const CleanedUtterance& utterance) {
  const text::Phones& phones = utterance.phones;
  for (const std::string_view field : {utterance.audio, utterance.speaker, phones.norm_text})
    CheckField(field);
  for (const std::string& phone : phones.phones) CheckField(phone);
  return fmt::format("{}|{}|{}|{}|{}|{}|{}\n", utterance.audio, utterance.speaker,
                     text::LanguageName(phones.language), phones.norm_text,
                     fmt::join(phones.phones, " "), fmt::join(phones.tones, " "),
                     fmt::join(phones.word2ph, " "));
}

std::vector<CleanedUtterance> ReadCleanedList(const std::filesystem::path& path) {
  const ListFile file = ListFile::Read(path);
  std::vector<CleanedUtterance> utterances;
  utterances.reserve(file.lines().size());
  for (const ListLine& line : file.lines()) utterances.push_back(ParseCleaned(line, file.source()));
  return utterances;
}

}  // namespace bv2::corpus
