#include "text/marked_text.h"

#include <algorithm>
#include <span>

namespace bv2::text {
namespace {

// The parts that reach beyond `begin`, up to the first that begins at `end` or after.
template <typename T>
std::span<const T> Within(const std::vector<T>& parts, size_t begin, size_t end) {
  const auto first =
      std::ranges::partition_point(parts, [=](const T& part) { return part.end <= begin; });
  const auto last =
      std::partition_point(first, parts.end(), [=](const T& part) { return part.begin < end; });
  return {first, last};
}

}  // namespace

Passage Part(const Passage& passage, size_t begin, size_t end) {
  Passage part{.text = passage.text.substr(begin, end - begin)};
  for (const Reading& reading : Within(passage.readings, begin, end))
    if (reading.begin >= begin && reading.end <= end)
      part.readings.push_back({reading.begin - begin, reading.end - begin, reading.reading});
  return part;
}

MarkedText Part(const MarkedText& text, size_t begin, size_t end) {
  MarkedText part{.passage = Part(text.passage, begin, end), .runs = {}};
  for (const LanguageRun& run : Within(text.runs, begin, end))
    part.runs.push_back(
        {std::max(run.begin, begin) - begin, std::min(run.end, end) - begin, run.language});
  if (part.runs.empty()) part.runs.push_back({0, 0, text.runs.front().language});
  return part;
}

}  // namespace bv2::text
