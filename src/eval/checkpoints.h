#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace bv2::eval {

// A generator that training wrote.
struct Checkpoint {
  std::filesystem::path file;
  std::optional<int64_t> step = {};  // of G_{step}.pth
};

// Of the file's name.
std::optional<int64_t> StepOf(const std::filesystem::path& generator);

// The G_{step}.pth files of a run's folder, by their steps. Throws kNotFound if there is none.
std::vector<Checkpoint> CheckpointsOf(const std::filesystem::path& folder);

}  // namespace bv2::eval
