#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/view.h"
#include "model/tensor.h"
#include "text/symbols.h"

namespace bv2::corpus {

// What the data loader caches beside a recording a.wav: one tensor of torch.save, [channel][time].
//   a.bert.pt  BERT features of each phone      a.spec.pt  linear spectrogram
//                                               a.mel.pt   mel spectrogram
// Files of the original are read here and the reverse.

// dataset/a.wav and ".bert.pt" → dataset/a.bert.pt. Throws kInvalidArgument unless the path ends in
// ".wav": the original would write over the recording.
std::filesystem::path FeaturePath(std::string_view audio, std::string_view suffix);

// Of BERT's features: 1024 for Chinese, 768 for Japanese, 1024 zeros for English.
size_t BertChannels(text::Language language);

// The shape of the tensor of floats that the file holds; none if it does not exist or holds
// something else, as when its writing broke off.
std::optional<std::vector<size_t>> FeatureShape(const std::filesystem::path& path);

// Rows [time][channel] as a contiguous tensor [channel][time], or with `transposed` as a view of
// [time][channel], as the original has BERT's.
model::Tensor FeatureTensor(View<const float> rows, bool transposed);

// [channels][time] zeros, of which one is stored.
model::Tensor ZeroFeatures(size_t channels, size_t time);

// Throws kIo.
void WriteFeature(const std::filesystem::path& path, const model::Tensor& tensor);

}  // namespace bv2::corpus
