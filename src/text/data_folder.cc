#include "text/data_folder.h"

#include <cstdlib>
#include <system_error>

#include "base/error.h"

namespace bv2::text {
namespace {

namespace fs = std::filesystem;

bool IsFolder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

fs::path Demand(const fs::path& path, const char* origin) {
  if (!IsFolder(path))
    Fail(ErrorCode::kNotFound, "{} names '{}', which is not a folder", origin, path.string());
  return path;
}

}  // namespace

fs::path FindDataFolder(const DataFolderPlaces& places) {
  if (!places.option.empty()) return Demand(places.option, "--data");
  if (!places.environment.empty()) return Demand(places.environment, "BV2_DATA");
  const fs::path installed = places.program.parent_path().parent_path() / "share/bertvits2";
  for (const fs::path& place : {installed, places.source})
    if (IsFolder(place)) return place;
  Fail(ErrorCode::kNotFound,
       "cannot find the data folder: neither '{}' nor '{}' exists; name it with --data or BV2_DATA",
       installed.string(), places.source.string());
}

fs::path DataFolder(const std::string& option) {
  const char* environment = std::getenv("BV2_DATA");
  std::error_code ignored;
  return FindDataFolder({.option = option,
                         .environment = environment == nullptr ? "" : environment,
                         .program = fs::read_symlink("/proc/self/exe", ignored),
                         .source = BV2_SOURCE_DATA});
}

fs::path DefaultVoice(const fs::path& data) {
  const fs::path model = data / "voices/demo/model.safetensors";
  std::error_code ignored;
  if (fs::exists(model, ignored)) return model;
  Fail(ErrorCode::kNotFound,
       "no voice is named, and there is no demonstration voice in '{}'; name one with --model",
       model.parent_path().string());
}

}  // namespace bv2::text
