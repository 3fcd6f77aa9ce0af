#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bv2::train {

// Excludes parts of a network from training: they get no gradients, and optimizers pass over them
// but keep what they hold of them, so that checkpoints stay as they are. Call it before gradients
// are shared with other processes.
//   scopes  starts of parameters' names up to a dot, as "emb_g", "dec.ups" or "enc_p.bert_proj";
//           "bert" stands for all layers that take BERT's features in
// Returns how many numbers are excluded. Throws kInvalidArgument for a scope that no parameter has,
// naming those there are, and if nothing would be left to train.
int64_t Freeze(torch::nn::Module& network, const std::vector<std::string>& scopes);

}  // namespace bv2::train
