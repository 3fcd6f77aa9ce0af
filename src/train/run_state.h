#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace bv2::train {

// What the original's checkpoints lack for going on as if nothing had happened.
struct RunState {
  int64_t next_step = 0;
  int64_t epoch = 1;          // of the next step
  int64_t next_batch = 0;     // of this epoch
  int64_t world_size = 1;     // the batches are those of this many processes
  double loss_scale = 65536;  // of fp16, and steps since it changed
  int64_t loss_scale_age = 0;
  double learning_rate = 0;  // of the config, which the schedule starts from
  // Random numbers of each process: of the CPU, and of its GPU (empty without one).
  std::vector<torch::Tensor> cpu_random = {}, device_random = {};
};

// Throws kIo.
void WriteRunState(const std::filesystem::path& path, const RunState& state);
// Throws kNotFound, kCorruptFile.
RunState ReadRunState(const std::filesystem::path& path);

// The state of this process's generators, as tensors of bytes.
torch::Tensor CpuRandom();
torch::Tensor DeviceRandom(const torch::Device& device);  // empty for the CPU
void SetCpuRandom(const torch::Tensor& state);
void SetDeviceRandom(const torch::Device& device, const torch::Tensor& state);

}  // namespace bv2::train
