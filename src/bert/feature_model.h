#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/context.h"
#include "base/view.h"

namespace bv2::bert {

// A BERT up to the hidden states that Bert-VITS2 uses, on whatever device: tokens → features.
// Immutable, shared by all threads.
class FeatureModel {
 public:
  virtual ~FeatureModel() = default;

  //   tokens [L] ids with [CLS] and [SEP]   features [L][hidden]
  // Throws kOutOfRange for more than max_tokens tokens or an id beyond the vocabulary.
  virtual void Encode(std::span<const int64_t> tokens, View<float> features,
                      const Context& context) const = 0;

  virtual size_t hidden() const = 0;
  virtual size_t max_tokens() const = 0;
  virtual size_t vocabulary() const = 0;
};

}  // namespace bv2::bert
