#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <vector>

#include "check/compare.h"
#include "check/run_cases.h"
#include "train/optim/adamw.h"

namespace bv2::train_check {

// How this program checks the cases of a golden folder: the networks while they are trained,
// with their gradients, the losses, the alignment and whole training steps.
std::vector<check::Kind> Kinds();

check::Outcome CheckModule(const check::Case& c);  // also kinds "spline" and "losses"
check::Outcome CheckFeatureLoss(const check::Case& c);
check::Outcome CheckAlignment(const check::Case& c);
check::Outcome CheckMel(const check::Case& c);
// The generator of training, and the engine that speaks with its networks.
check::Outcome CheckInfer(const check::Case& c);
check::Outcome CheckAdamW(const check::Case& c);
check::Outcome CheckLearningRate(const check::Case& c);
// A run of several steps, and the checkpoints that it ends with.
check::Outcome CheckTraining(const check::Case& c);

// Compares what we write with a checkpoint of the original: after reading it every entry and value
// must be the same again, and `trained`, after a run of our own, must have the same entries, types
// and shapes.
void CompareCheckpoint(check::Comparison& comparison, const std::filesystem::path& recorded,
                       torch::nn::Module& trained, train::AdamW& optimizer);

}  // namespace bv2::train_check
