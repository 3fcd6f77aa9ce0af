#include "board/extract.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/file.h"

namespace bv2::board {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLongestName = 100;  // bytes, of a folder or file

// Letters, digits and what is not ASCII stay, and dots except at the start.
std::string SafeName(std::string_view name) {
  std::string safe;
  for (const char c : name.substr(0, kLongestName)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool kept = letter || c == '-' || c == '_' || (c == '.' && !safe.empty()) ||
                      static_cast<unsigned char>(c) >= 0x80;
    safe += kept ? c : '_';
  }
  return safe;
}

fs::path SafePath(std::string_view name) {
  fs::path path;
  while (!name.empty()) {
    const size_t end = std::min(name.find('/'), name.size());
    if (end > 0) path /= SafeName(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return path.empty() ? fs::path("untitled") : path;
}

const char* SuffixOf(std::string_view file) {
  if (file.starts_with("\x89PNG")) return "png";
  if (file.starts_with("\xFF\xD8")) return "jpg";
  if (file.starts_with("RIFF")) return "wav";
  return "bin";
}

std::optional<std::string_view> FileIn(const Content& content) {
  if (const auto* picture = std::get_if<Picture>(&content)) return picture->file;
  if (const auto* sound = std::get_if<Sound>(&content)) return sound->file;
  return std::nullopt;
}

}  // namespace

fs::path ExtractedName(std::string_view run, std::string_view tag, int64_t step,
                       std::string_view file) {
  fs::path path = run == "." ? SafePath(tag) : SafePath(run) / SafePath(tag);
  path += fmt::format("_{}.{}", step, SuffixOf(file));
  return path;
}

size_t Extract(std::string_view run, const Series& series, const fs::path& folder) {
  size_t count = 0;
  for (const Entry& entry : series.entries) {
    const auto file = FileIn(entry.content);
    if (!file) continue;
    const fs::path path = folder / ExtractedName(run, series.tag, entry.step, *file);
    std::error_code problem;
    fs::create_directories(path.parent_path(), problem);
    if (problem)
      Fail(ErrorCode::kIo, "cannot make the folder '{}': {}", path.parent_path().string(),
           problem.message());
    ReplaceFile(path, *file);
    ++count;
  }
  return count;
}

}  // namespace bv2::board
