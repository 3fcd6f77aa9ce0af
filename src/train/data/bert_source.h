#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>

#include "corpus/file_list.h"
#include "model/tensor.h"

namespace bv2::train {

// What computes BERT's features of utterances whose files are missing. The networks that do so, and
// the libraries that cut a text into tokens, are not among those that training needs.
struct BertSource {
  std::set<text::Language> languages = {};  // that it knows
  // Features [channels, phones] of an utterance in one of them, kept in its .bert.pt. Called by
  // several threads at once.
  //   word2ph  phones of each token, blanks included
  std::function<model::Tensor(const corpus::CleanedUtterance& utterance,
                              std::span<const int64_t> word2ph)>
      make = {};
};

}  // namespace bv2::train
