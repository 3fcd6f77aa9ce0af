#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "train/optim/adamw.h"

namespace bv2::train {

// What the original's G_, D_ and DUR_*.pth say beside the weights and the optimizer's state.
struct NetworkNotes {
  double learning_rate = 0;  // of the config
  int64_t iteration = 1;     // the epoch
};

// Writes {model, iteration, optimizer, learning_rate} in the layout of the original, of torch 1.13.
// Throws kIo; an older file of this name is whole then.
void WriteNetwork(const std::filesystem::path& path, const torch::nn::Module& network,
                  AdamW& optimizer, const NetworkNotes& notes);

// Sets the network's weights, and the optimizer's state and learning rate if there is an optimizer
// and the file has its state.
// Throws kNotFound, kCorruptFile, kUnsupported, and kInvalidArgument for a tensor that the file
// lacks or has in another shape.
NetworkNotes ReadNetwork(const std::filesystem::path& path, torch::nn::Module& network,
                         AdamW* optimizer);

// Sets the weights that the file has in the network's shape. Returns the names of the others, which
// stay as they are, as layers that older versions lack. `except` is the name of a tensor that is
// not looked at. Throws as ReadNetwork does, and kInvalidArgument if nothing fits.
std::vector<std::string> ReadWeightsThatFit(const std::filesystem::path& path,
                                            torch::nn::Module& network,
                                            std::string_view except = "");

}  // namespace bv2::train
