#include "train/checkpoint/folder.h"

#include <fmt/format.h>

#include <charconv>
#include <set>
#include <string>
#include <string_view>

namespace bv2::train {
namespace {

namespace fs = std::filesystem;

// The step of a file PREFIXnumberSUFFIX; nullopt for other names.
std::optional<int64_t> StepOf(std::string_view name, std::string_view prefix,
                              std::string_view suffix) {
  if (!name.starts_with(prefix) || !name.ends_with(suffix)) return std::nullopt;
  if (name.size() <= prefix.size() + suffix.size()) return std::nullopt;
  name.remove_prefix(prefix.size());
  name.remove_suffix(suffix.size());
  int64_t step = 0;
  const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), step);
  if (error != std::errc() || stop != name.data() + name.size() || step < 0) return std::nullopt;
  return step;
}

// Of all complete checkpoints, in order.
std::set<int64_t> Steps(const fs::path& folder) {
  std::set<int64_t> steps;
  if (!fs::is_directory(folder)) return steps;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const auto step = StepOf(entry.path().filename().string(), "G_", ".pth");
    if (step && fs::exists(CheckpointAt(folder, *step).discriminator)) steps.insert(*step);
  }
  return steps;
}

}  // namespace

CheckpointFiles CheckpointAt(const fs::path& folder, int64_t step) {
  const auto file = [&](const char* prefix, const char* suffix) {
    return folder / fmt::format("{}{}{}", prefix, step, suffix);
  };
  return {.step = step,
          .generator = file("G_", ".pth"),
          .discriminator = file("D_", ".pth"),
          .durations = file("DUR_", ".pth"),
          .state = file("state_", ".pt")};
}

std::optional<CheckpointFiles> LatestCheckpoint(const fs::path& folder) {
  const std::set<int64_t> steps = Steps(folder);
  if (steps.empty()) return std::nullopt;
  CheckpointFiles files = CheckpointAt(folder, *steps.rbegin());
  if (!fs::exists(files.durations)) files.durations.clear();
  if (!fs::exists(files.state)) files.state.clear();
  return files;
}

std::vector<fs::path> RemoveOldCheckpoints(const fs::path& folder, size_t keep) {
  std::vector<fs::path> removed;
  std::set<int64_t> steps = Steps(folder);
  steps.erase(0);
  if (keep == 0) return removed;
  while (steps.size() > keep) {
    const CheckpointFiles files = CheckpointAt(folder, *steps.begin());
    // The generator goes last: without it the rest is not seen again.
    for (const fs::path& file :
         {files.state, files.durations, files.discriminator, files.generator})
      if (fs::remove(file)) removed.push_back(file);
    steps.erase(steps.begin());
  }
  return removed;
}

}  // namespace bv2::train
