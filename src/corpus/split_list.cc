#include "corpus/split_list.h"

#include <algorithm>
#include <unordered_map>

#include "base/python_random.h"

namespace bv2::corpus {

Split SplitLines(const std::vector<CleanLine>& lines, const SplitOptions& options) {
  Split split;
  std::unordered_map<std::string, size_t> ids;
  std::vector<std::vector<const CleanLine*>> speakers;
  for (const CleanLine& line : lines) {
    const auto [speaker, is_new] = ids.emplace(line.speaker, ids.size());
    if (is_new) {
      split.spk2id.emplace_back(line.speaker, speaker->second);
      speakers.emplace_back();
    }
    speakers[speaker->second].push_back(&line);
  }
  const auto move = [](auto& from, size_t first, auto& to) {
    to.insert(to.end(), from.begin() + static_cast<ptrdiff_t>(std::min(first, from.size())),
              from.end());
    from.resize(std::min(first, from.size()));
  };
  PythonRandom random(options.seed);
  for (auto& own : speakers) {
    random.Shuffle(own);
    move(own, options.val_per_spk, split.train);
    move(own, 0, split.val);
  }
  move(split.val, options.max_val_total, split.train);
  return split;
}

}  // namespace bv2::corpus
