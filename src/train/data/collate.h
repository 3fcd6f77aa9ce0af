#pragma once

#include <span>

#include "train/data/dataset.h"
#include "train/model/generator.h"

namespace bv2::train {

// Examples as one batch, the longest spectrogram first, padded with zeros. Throws kInvalidArgument
// for none.
Batch Collate(std::span<const Example> examples);

// The batch on another device. Pinned memory makes the copy asynchronous.
Batch ToDevice(const Batch& batch, const torch::Device& device);
Batch Pinned(const Batch& batch);

}  // namespace bv2::train
