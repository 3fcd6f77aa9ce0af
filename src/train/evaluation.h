#pragma once

#include "board/train_board.h"
#include "train/data/dataset.h"
#include "train/gan/mel.h"
#include "train/model/generator.h"

namespace bv2::train {

struct EvaluationOptions {
  torch::Device device = torch::kCPU;
  int64_t max_frames = 1000;  // of what is spoken
  int sample_rate = 44100;
};

// Speaks every utterance of the list with either duration predictor, and shows it beside the
// recording. The generator is back in training mode afterwards; random numbers that it draws do not
// count for the training.
void Evaluate(Generator& generator, const Dataset& dataset, const MelSpectrogram& mel,
              const EvaluationOptions& options, int64_t step, board::TrainBoard& board);

}  // namespace bv2::train
