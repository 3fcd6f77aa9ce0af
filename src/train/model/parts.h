#pragma once

#include <memory>

#include "model/config.h"
#include "train/model/decoder.h"
#include "train/model/durations.h"
#include "train/model/encoder.h"
#include "train/model/flow.h"

namespace bv2::train {

// The networks that speak, by a voice's configuration: parts of the Generator, and all that
// synthesis needs of it.
std::shared_ptr<TextEncoder> MakeTextEncoder(const model::ModelConfig& config);
std::shared_ptr<StochasticDurationPredictor> MakeStochasticDurations(
    const model::ModelConfig& config);
std::shared_ptr<DurationPredictor> MakeDurations(const model::ModelConfig& config);
std::shared_ptr<Flow> MakeFlow(const model::ModelConfig& config);
DecoderShape ShapeOfDecoder(const model::ModelConfig& config);

}  // namespace bv2::train
