#pragma once

#include "base/buffer.h"
#include "board/train_board.h"
#include "train/step.h"

namespace bv2::train {

// The step's losses as numbers for the board. Waits for the device.
board::StepReport Report(const StepLosses& losses, int64_t step, double learning_rate);

// Draws the batch's first utterance.
void ShowPictures(const StepOutput& out, int64_t step, board::TrainBoard& board);

// [rows, columns] on any device → a dense copy for the board.
Matrix ToMatrix(const torch::Tensor& tensor);

}  // namespace bv2::train
