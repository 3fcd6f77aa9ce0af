#include "text/language_tags.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace bv2::text {
namespace {

struct Tag {
  size_t length;
  Language language;
  bool closes;
};

constexpr std::array<std::pair<std::string_view, Language>, 8> kNames = {{{"zh", Language::kZh},
                                                                          {"ZH", Language::kZh},
                                                                          {"ja", Language::kJp},
                                                                          {"JA", Language::kJp},
                                                                          {"jp", Language::kJp},
                                                                          {"JP", Language::kJp},
                                                                          {"en", Language::kEn},
                                                                          {"EN", Language::kEn}}};

// The tag at the start of a text.
std::optional<Tag> ReadTag(std::string_view text) {
  constexpr size_t kNameLength = 2;
  if (!text.starts_with('<')) return std::nullopt;
  const bool closes = text.substr(1).starts_with('/');
  const std::string_view name = text.substr(closes ? 2 : 1);
  if (name.size() <= kNameLength || name[kNameLength] != '>') return std::nullopt;
  for (const auto& [known, language] : kNames)
    if (name.starts_with(known))
      return Tag{.length = text.size() - name.size() + kNameLength + 1,
                 .language = language,
                 .closes = closes};
  return std::nullopt;
}

// The tags that hold: the last one does.
class OpenTags {
 public:
  explicit OpenTags(std::optional<Language> outermost) : outermost_(outermost) {}

  void Apply(const Tag& tag) {
    size_t& count = counts_[static_cast<size_t>(tag.language)];
    if (!tag.closes) {
      open_.push_back(tag.language);
      ++count;
    } else if (count > 0) {
      for (const size_t before = count; count == before; open_.pop_back())
        --counts_[static_cast<size_t>(open_.back())];
    }
  }

  std::optional<Language> language() const { return open_.empty() ? outermost_ : open_.back(); }

 private:
  std::optional<Language> outermost_;
  std::vector<Language> open_;
  std::array<size_t, 3> counts_ = {};  // of each language in open_
};

// Bytes of a text that are left out.
struct Cut {
  size_t begin, end;
};

void MoveReadings(std::span<const Cut> cuts, std::vector<Reading>& readings) {
  size_t removed = 0;
  const auto move = [&](size_t position) {
    for (; !cuts.empty() && cuts.front().end <= position; cuts = cuts.subspan(1))
      removed += cuts.front().end - cuts.front().begin;
    const bool within = !cuts.empty() && cuts.front().begin < position;
    return (within ? cuts.front().begin : position) - removed;
  };
  for (Reading& reading : readings) {
    reading.begin = move(reading.begin);
    reading.end = move(reading.end);
  }
  std::erase_if(readings, [](const Reading& reading) { return reading.begin == reading.end; });
}

}  // namespace

TaggedPassage TakeTags(const Passage& passage, std::optional<Language> language) {
  TaggedPassage result{.passage = {.text = {}, .readings = passage.readings},
                       .stretches = {{.begin = 0, .language = language}}};
  std::string& text = result.passage.text;
  OpenTags open(language);
  std::vector<Cut> cuts;
  for (size_t at = 0; at < passage.text.size();) {
    const auto tag = ReadTag(std::string_view(passage.text).substr(at));
    if (!tag) {
      text += passage.text[at++];
      continue;
    }
    cuts.push_back({at, at + tag->length});
    at += tag->length;
    open.Apply(*tag);
    auto& stretches = result.stretches;
    if (stretches.back().begin == text.size()) stretches.pop_back();
    if (stretches.empty() || stretches.back().language != open.language())
      stretches.push_back({.begin = text.size(), .language = open.language()});
  }
  MoveReadings(cuts, result.passage.readings);
  return result;
}

}  // namespace bv2::text
