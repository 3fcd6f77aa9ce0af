#include "board/run_folder.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"

namespace bv2::board {
namespace {

namespace fs = std::filesystem;

constexpr size_t kShown = 8;  // digits that tell revisions apart

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

}  // namespace

Json PrepareRunFolder(const fs::path& folder, const fs::path& config) {
  const std::string text = ReadFile(config);
  Json parsed = Json::Parse(text, config.string());
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem)
    Fail(ErrorCode::kIo, "cannot make the folder '{}': {}", folder.string(), problem.message());
  ReplaceFile(folder / "config.json", text);
  return parsed;
}

std::optional<std::string> CheckRevision(const fs::path& folder, std::string_view revision) {
  const fs::path path = folder / "githash";
  if (!fs::exists(path)) {
    ReplaceFile(path, revision);
    return std::nullopt;
  }
  const std::string saved(Trimmed(ReadFile(path)));
  if (saved == revision) return std::nullopt;
  return fmt::format(
      "this run was begun by another revision of the program: {} (saved) is not {} (current)",
      saved.substr(0, kShown), revision.substr(0, kShown));
}

}  // namespace bv2::board
