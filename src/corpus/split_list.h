#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "corpus/clean_list.h"

namespace bv2::corpus {

struct SplitOptions {
  size_t val_per_spk = 4;
  size_t max_val_total = 8;
  uint64_t seed = 1234;
};

struct Split {
  std::vector<const CleanLine*> train, val;            // into the lines that were split
  std::vector<std::pair<std::string, size_t>> spk2id;  // in the order in which speakers appear
};

// Shuffles the lines of each speaker and takes the first val_per_spk of them for validation, as
// long as these are not more than max_val_total; the rest is for training. The same lines in the
// same order as the original's after random.seed(seed).
Split SplitLines(const std::vector<CleanLine>& lines, const SplitOptions& options);

}  // namespace bv2::corpus
