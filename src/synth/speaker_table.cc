#include "synth/speaker_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/error.h"

namespace bv2::synth {
namespace {

// Of which language most phones are; the first of two that have as many.
text::Language MainLanguage(std::span<const text::Phones> spans) {
  std::map<text::Language, size_t> phones;
  for (const text::Phones& span : spans) phones[span.language] += span.phones.size();
  text::Language main = spans.front().language;
  for (const text::Phones& span : spans)
    if (phones[span.language] > phones[main]) main = span.language;
  return main;
}

}  // namespace

SpeakerTable::SpeakerTable(const model::DataConfig& config, size_t count)
    : ids_(config.spk2id), of_language_(config.speaker_of), count_(static_cast<int64_t>(count)) {}

std::vector<std::string> SpeakerTable::names() const {
  std::vector<std::string> names;
  for (const auto& [name, id] : ids_) names.push_back(name);
  return names;
}

int64_t SpeakerTable::Find(const std::string& speaker) const {
  for (const auto& [name, id] : ids_)
    if (name == speaker) return static_cast<int64_t>(id);
  int64_t id = 0;
  const char* const end = speaker.data() + speaker.size();
  const auto [stop, error] = std::from_chars(speaker.data(), end, id);
  if (error == std::errc() && stop == end && id >= 0 && id < count_) return id;
  constexpr size_t kShown = 5;
  std::string known;
  for (size_t i = 0; i < std::min(ids_.size(), kShown); ++i)
    known += fmt::format("{}'{}'", i == 0 ? "" : ", ", ids_[i].first);
  if (ids_.size() > kShown) known += ", …";
  if (known.empty()) known = "ids";
  Fail(ErrorCode::kNotFound, "unknown speaker '{}'; this voice has {} (ids 0 to {})", speaker,
       known, count_ - 1);
}

int64_t SpeakerTable::For(std::span<const text::Phones> spans) const {
  if (!spans.empty() && !of_language_.empty()) {
    const std::string_view language = text::LanguageName(MainLanguage(spans));
    for (const auto& [name, id] : of_language_)
      if (name == language) return static_cast<int64_t>(id);
  }
  return ids_.empty() ? 0 : static_cast<int64_t>(ids_.front().second);
}

}  // namespace bv2::synth
