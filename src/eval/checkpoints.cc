#include "eval/checkpoints.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/error.h"

namespace bv2::eval {

namespace fs = std::filesystem;

std::optional<int64_t> StepOf(const fs::path& generator) {
  const std::string name = generator.filename().string();
  constexpr std::string_view kPrefix = "G_", kSuffix = ".pth";
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return std::nullopt;
  const char* const begin = name.data() + kPrefix.size();
  const char* const end = name.data() + name.size() - kSuffix.size();
  int64_t step = 0;
  const auto [stop, error] = std::from_chars(begin, std::max(begin, end), step);
  if (error != std::errc() || stop != end || step < 0) return std::nullopt;
  return step;
}

std::vector<Checkpoint> CheckpointsOf(const fs::path& folder) {
  std::vector<Checkpoint> checkpoints;
  if (fs::is_directory(folder))
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      if (const auto step = StepOf(entry.path())) checkpoints.push_back({entry.path(), step});
  if (checkpoints.empty())
    Fail(ErrorCode::kNotFound, "'{}' holds no G_*.pth file", folder.string());
  std::ranges::sort(checkpoints, {}, &Checkpoint::step);
  return checkpoints;
}

}  // namespace bv2::eval
