#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace bv2::train {

// The files of one moment of a run, all of the same step. G_, D_ and DUR_ are the original's; the
// state is ours and makes the difference between going on and starting over from these weights.
struct CheckpointFiles {
  int64_t step = 0;
  std::filesystem::path generator;       // G_{step}.pth
  std::filesystem::path discriminator;   // D_{step}.pth
  std::filesystem::path durations = {};  // DUR_{step}.pth; empty: there is none
  std::filesystem::path state = {};      // state_{step}.pt; empty: there is none
};

// Names in the model's folder, whether they exist or not.
CheckpointFiles CheckpointAt(const std::filesystem::path& folder, int64_t step);

// The latest step of which a generator and a discriminator are there, with what else there is of
// it; nullopt if there is none.
std::optional<CheckpointFiles> LatestCheckpoint(const std::filesystem::path& folder);

// Removes the checkpoints of all but the last `keep` steps; those of step 0 stay, as they are the
// base models that people fine-tune. The original looks at the times of the files instead, and at
// each kind by itself. Returns what was removed. 0 keeps everything.
std::vector<std::filesystem::path> RemoveOldCheckpoints(const std::filesystem::path& folder,
                                                        size_t keep);

}  // namespace bv2::train
