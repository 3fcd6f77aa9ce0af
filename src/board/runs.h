#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "board/event.h"

namespace bv2::board {

struct Entry {
  int64_t step = 0;
  double wall_time = 0;  // seconds since 1970
  Content content;
};

// All entries of a tag, in the order of their files.
struct Series {
  std::string tag;
  std::vector<Entry> entries;
};

// The event files of one folder, read as one sequence. Where a run was resumed, what its
// predecessor had written of the later steps is left out, as TensorBoard does.
struct Run {
  std::string name;  // path of the folder below the one that was read; "." for that one
  std::vector<Series> series;
  size_t files = 0;
  std::vector<std::string> problems;  // of files that could be read in part only
  std::vector<std::shared_ptr<const MappedFile>> memory;  // what the entries point to
};

// Reads an event file, or all below a folder. Throws kNotFound if there is none, kIo, and
// kCorruptFile if a single file was asked for that is no event file.
std::vector<Run> ReadRuns(const std::filesystem::path& path);

// Adds the events of a file's bytes to `run`; `source` names them. A file that is damaged gives
// what comes before, and a problem.
void AddEvents(std::string_view bytes, const std::string& source, Run& run);

}  // namespace bv2::board
