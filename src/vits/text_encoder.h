#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/context.h"
#include "base/view.h"
#include "model/weights.h"
#include "nn/conv1d.h"
#include "nn/embedding.h"
#include "vits/encoder.h"

namespace bv2::vits {

// One utterance as the networks see it. All spans have T_phone elements.
struct PhoneSequence {
  std::span<const int64_t> phones;     // symbol ids, blanks included
  std::span<const int64_t> tones;      // language offset included
  std::span<const int64_t> languages;  // language ids
  View<const float> bert = {};         // [T_phone][1024] Chinese BERT features; empty: zeros
  View<const float> ja_bert = {};      // [T_phone][768] Japanese BERT features; empty: zeros
};

// What the text says about the audio: hidden states and the Gaussian prior of each phone.
struct Prior {
  View<float> x;     // [T_phone][hidden]
  View<float> mean;  // [T_phone][inter]
  View<float> logs;  // [T_phone][inter], natural log of the standard deviation
};

// Phones → prior. Source: VITS (arXiv 2106.06103) §2.1.1; BERT inputs are Bert-VITS2's own.
class TextEncoder {
 public:
  TextEncoder(const model::Weights& weights, const EncoderShape& shape, size_t inter,
              const ThreadPool& pool);

  // The prior's views live in the context's arena, in the caller's scope.
  //   speaker [gin]
  // Throws kInvalidArgument for spans of different lengths or none, kOutOfRange for unknown ids.
  Prior Encode(const PhoneSequence& phones, std::span<const float> speaker,
               const Context& context) const;

 private:
  size_t hidden_;
  size_t inter_;
  nn::Embedding phone_embedding_;
  nn::Embedding tone_embedding_;
  nn::Embedding language_embedding_;
  nn::Conv1d bert_projection_;
  nn::Conv1d ja_bert_projection_;
  Encoder encoder_;
  nn::Conv1d projection_;
};

}  // namespace bv2::vits
