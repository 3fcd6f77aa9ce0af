#include "text/marked_text.h"

#include <algorithm>

namespace bv2::text {

Passage Part(const Passage& passage, size_t begin, size_t end) {
  Passage part{.text = passage.text.substr(begin, end - begin)};
  for (const Reading& reading : passage.readings)
    if (reading.begin >= begin && reading.end <= end)
      part.readings.push_back({reading.begin - begin, reading.end - begin, reading.reading});
  return part;
}

MarkedText Part(const MarkedText& text, size_t begin, size_t end) {
  MarkedText part{.passage = Part(text.passage, begin, end), .runs = {}};
  for (const LanguageRun& run : text.runs) {
    const size_t first = std::max(run.begin, begin), last = std::min(run.end, end);
    if (first < last) part.runs.push_back({first - begin, last - begin, run.language});
  }
  if (part.runs.empty()) part.runs.push_back({0, 0, text.runs.front().language});
  return part;
}

}  // namespace bv2::text
