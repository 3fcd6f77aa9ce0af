#include "board/runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/error.h"
#include "board/record.h"

namespace bv2::board {
namespace {

namespace fs = std::filesystem;

void Purge(int64_t first_step, Run& run) {
  for (Series& series : run.series)
    std::erase_if(series.entries, [=](const Entry& entry) { return entry.step >= first_step; });
}

void AddEvent(Event&& event, Run& run) {
  if (event.restart) Purge(event.step, run);
  for (Value& value : event.values) {
    auto found = std::find_if(run.series.begin(), run.series.end(),
                              [&](const Series& series) { return series.tag == value.tag; });
    if (found == run.series.end()) found = run.series.insert(found, {value.tag, {}});
    found->entries.push_back({event.step, event.wall_time, std::move(value.content)});
  }
}

void AddFile(const fs::path& path, Run& run) {
  auto memory = std::make_shared<const MappedFile>(path);
  AddEvents(memory->text(), path.string(), run);
  run.memory.push_back(std::move(memory));
  ++run.files;
}

// The event files below a folder, by folder and in the order of their names.
std::map<fs::path, std::vector<fs::path>> FindFiles(const fs::path& root) {
  std::map<fs::path, std::vector<fs::path>> folders;
  const auto options = fs::directory_options::skip_permission_denied;
  for (const auto& entry : fs::recursive_directory_iterator(root, options))
    if (entry.path().filename().string().find("tfevents") != std::string::npos &&
        entry.is_regular_file())
      folders[entry.path().parent_path()].push_back(entry.path());
  for (auto& [folder, files] : folders) std::sort(files.begin(), files.end());
  return folders;
}

}  // namespace

void AddEvents(std::string_view bytes, const std::string& source, Run& run) {
  RecordReader records(bytes, source);
  try {
    while (const auto record = records.Next()) AddEvent(DecodeEvent(*record, source), run);
  } catch (const Error& error) {
    run.problems.emplace_back(error.what());
    return;
  }
  if (records.leftover() > 0)
    run.problems.push_back(fmt::format("{}: the last record is cut, {} bytes are left out", source,
                                       records.leftover()));
}

std::vector<Run> ReadRuns(const fs::path& path) {
  std::vector<Run> runs;
  std::error_code ignored;
  if (!fs::is_directory(path, ignored)) {
    Run& run = runs.emplace_back();
    run.name = ".";
    AddFile(path, run);
    if (run.series.empty() && !run.problems.empty())
      Fail(ErrorCode::kCorruptFile, "this is no event file: {}", run.problems[0]);
    return runs;
  }
  for (const auto& [folder, files] : FindFiles(path)) {
    Run& run = runs.emplace_back();
    run.name = folder.lexically_relative(path).string();
    for (const fs::path& file : files) AddFile(file, run);
  }
  if (runs.empty())
    Fail(ErrorCode::kNotFound,
         "'{}' holds no event files; their names have 'tfevents' in them and training writes them "
         "into the model's folder",
         path.string());
  return runs;
}

}  // namespace bv2::board
