#include "train/data/collate.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

#include "base/check.h"

namespace bv2::train {
namespace {

constexpr int64_t kBertChannels = 1024;
constexpr int64_t kJaBertChannels = 768;

// Indices of the examples, the longest spectrogram first.
std::vector<size_t> ByLength(std::span<const Example> examples) {
  std::vector<size_t> order(examples.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::greater{},
                           [&](size_t i) { return examples[i].spec.size(1); });
  return order;
}

class Collator {
 public:
  explicit Collator(std::span<const Example> examples)
      : examples_(examples), order_(ByLength(examples)) {}

  // [B, length] of one of the id sequences.
  torch::Tensor Ids(std::vector<int64_t> text::PhoneIds::*sequence) const {
    const torch::Tensor padded = torch::zeros({batch(), LongestText()}, torch::kInt64);
    for (size_t row = 0; row < order_.size(); ++row) {
      const std::vector<int64_t>& ids = example(row).ids.*sequence;
      std::ranges::copy(ids, padded[static_cast<int64_t>(row)].data_ptr<int64_t>());
    }
    return padded;
  }
  // [B, channels, length] of tensors [channels, ≤ length]; undefined ones are zeros.
  torch::Tensor Pad(torch::Tensor Example::*tensor, int64_t channels, int64_t length) const {
    const torch::Tensor padded = torch::zeros({batch(), channels, length});
    for (size_t row = 0; row < order_.size(); ++row) {
      const torch::Tensor& from = example(row).*tensor;
      if (!from.defined()) continue;
      padded[static_cast<int64_t>(row)].narrow(1, 0, from.size(-1)).copy_(from);
    }
    return padded;
  }
  template <typename Length>
  torch::Tensor Numbers(const Length& of) const {
    std::vector<int64_t> numbers;
    for (size_t row = 0; row < order_.size(); ++row) numbers.push_back(of(example(row)));
    return torch::tensor(numbers);
  }
  static int64_t TextLength(const Example& example) {
    return static_cast<int64_t>(example.ids.phones.size());
  }
  int64_t LongestText() const { return Numbers(TextLength).max().item<int64_t>(); }

 private:
  int64_t batch() const { return static_cast<int64_t>(examples_.size()); }
  const Example& example(size_t row) const { return examples_[order_[row]]; }

  std::span<const Example> examples_;
  std::vector<size_t> order_;
};

template <typename Change>
Batch Transform(const Batch& batch, const Change& change) {
  return {.text = {.x = change(batch.text.x),
                   .lengths = change(batch.text.lengths),
                   .tone = change(batch.text.tone),
                   .language = change(batch.text.language),
                   .bert = change(batch.text.bert),
                   .ja_bert = change(batch.text.ja_bert)},
          .spec = change(batch.spec),
          .spec_lengths = change(batch.spec_lengths),
          .wav = change(batch.wav),
          .wav_lengths = change(batch.wav_lengths),
          .speaker = change(batch.speaker)};
}

}  // namespace

Batch Collate(std::span<const Example> examples) {
  BV2_CHECK(!examples.empty(), "a batch needs examples");
  const Collator collator(examples);
  const int64_t longest = collator.LongestText();
  Batch batch;
  batch.text = {.x = collator.Ids(&text::PhoneIds::phones),
                .lengths = collator.Numbers(Collator::TextLength),
                .tone = collator.Ids(&text::PhoneIds::tones),
                .language = collator.Ids(&text::PhoneIds::languages),
                .bert = collator.Pad(&Example::bert, kBertChannels, longest),
                .ja_bert = collator.Pad(&Example::ja_bert, kJaBertChannels, longest)};
  batch.spec_lengths = collator.Numbers([](const Example& e) { return e.spec.size(1); });
  batch.spec = collator.Pad(&Example::spec, examples[0].spec.size(0),
                            batch.spec_lengths.max().item<int64_t>());
  batch.wav_lengths = collator.Numbers([](const Example& e) { return e.wav.size(0); });
  batch.wav = collator.Pad(&Example::wav, 1, batch.wav_lengths.max().item<int64_t>());
  batch.speaker = collator.Numbers([](const Example& e) { return e.speaker; });
  return batch;
}

Batch ToDevice(const Batch& batch, const torch::Device& device) {
  return Transform(batch, [&](const torch::Tensor& tensor) {
    return tensor.to(device, tensor.scalar_type(), /*non_blocking=*/true);
  });
}

Batch Pinned(const Batch& batch) {
  return Transform(batch, [](const torch::Tensor& tensor) { return tensor.pin_memory(); });
}

}  // namespace bv2::train
