#include "corpus/leftovers.h"

#include <set>
#include <string>
#include <vector>

namespace bv2::corpus {

namespace fs = std::filesystem;

void RemoveLeftovers(std::span<const fs::path> outputs) {
  constexpr size_t kSuffix = std::string_view(".XXXXXX.tmp").size();
  std::set<fs::path> folders;
  std::set<fs::path> wanted;
  for (const fs::path& output : outputs) {
    folders.insert(output.has_parent_path() ? output.parent_path() : fs::path("."));
    wanted.insert(output);
  }
  std::vector<fs::path> leftovers;
  for (const fs::path& folder : folders) {
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator(folder, absent)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(".tmp") || name.size() <= kSuffix) continue;
      const std::string output = name.substr(0, name.size() - kSuffix);
      if (wanted.contains(folder / output) || (folder == "." && wanted.contains(output)))
        leftovers.push_back(entry.path());
    }
  }
  for (const fs::path& leftover : leftovers) fs::remove(leftover);
}

}  // namespace bv2::corpus
