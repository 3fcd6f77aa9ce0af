#include "train/checkpoint/saving.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/file.h"

namespace bv2::train {
namespace {

namespace fs = std::filesystem;

fs::path PlaceIn(const fs::path& folder) { return folder / ".saving"; }

bool IsGenerator(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.starts_with("G_") && name.ends_with(".pth");
}

// Files that are still being written have other names.
bool IsWhole(const fs::path& file) { return file.extension() != ".tmp"; }

void Move(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(PlaceIn(folder)))
    if (IsWhole(entry.path())) files.push_back(entry.path());
  std::ranges::partition(files, [](const fs::path& file) { return !IsGenerator(file); });
  for (const fs::path& file : files) fs::rename(file, folder / file.filename());
  SyncFolder(folder);
}

// fs::filesystem_error as an Error.
template <typename Action>
void Reported(const fs::path& folder, const Action& action) {
  try {
    action();
  } catch (const fs::filesystem_error& error) {
    Fail(ErrorCode::kIo, "a checkpoint cannot be put into '{}': {}", folder.string(),
         error.code().message());
  }
}

}  // namespace

void WriteTogether(const fs::path& folder, const std::function<void(const fs::path&)>& write) {
  Reported(folder, [&] {
    fs::remove_all(PlaceIn(folder));
    fs::create_directories(PlaceIn(folder));
  });
  try {
    write(PlaceIn(folder));
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(PlaceIn(folder), ignored);
    throw;
  }
  Reported(folder, [&] {
    Move(folder);
    fs::remove_all(PlaceIn(folder));
  });
}

void FinishWriting(const fs::path& folder) {
  Reported(folder, [&] {
    if (!fs::is_directory(PlaceIn(folder))) return;
    if (std::ranges::any_of(fs::directory_iterator(PlaceIn(folder)),
                            [](const auto& entry) { return IsGenerator(entry.path()); }))
      Move(folder);
    fs::remove_all(PlaceIn(folder));
  });
}

}  // namespace bv2::train
