#include <stdlib.h>

#include <algorithm>
#include <string>

#include "base/error.h"
#include "model/checkpoint.h"
#include "train/checkpoint/network_file.h"
#include "train_check/kinds.h"

namespace bv2::train_check {
namespace {

namespace fs = std::filesystem;
using model::Dict;
using model::Value;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "bertvits2-check-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      Fail(ErrorCode::kIo, "no folder can be made in '{}'", fs::temp_directory_path().string());
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Finds the first place where two checkpoints differ. Their names of tensors, sizes and orders are
// compared, and their values if `values`.
class Search {
 public:
  explicit Search(bool values) : values_(values) {}

  // Empty: they are the same.
  std::string Run(const Value& ours, const Value& theirs, const std::string& place) const {
    if (ours.TypeName() != theirs.TypeName())
      return fmt::format("{} is a {}, not a {}", place, ours.TypeName(), theirs.TypeName());
    if (const auto* dict = theirs.If<Dict>()) return OfDicts(*ours.If<Dict>(), *dict, place);
    if (const auto* list = theirs.If<model::List>())
      return OfLists(*ours.If<model::List>(), *list, place);
    if (const auto* tensor = theirs.If<model::Tensor>())
      return OfTensors(*ours.If<model::Tensor>(), *tensor, place);
    if (values_ && Differs<double>(ours, theirs)) return place + " has another value";
    if (values_ && Differs<int64_t>(ours, theirs)) return place + " has another value";
    return {};
  }

 private:
  template <typename T>
  static bool Differs(const Value& ours, const Value& theirs) {
    const T* number = theirs.If<T>();
    return number != nullptr && *ours.If<T>() != *number;
  }
  static std::string Name(const Value& key) {
    if (const auto* name = key.If<std::string>()) return *name;
    const auto* number = key.If<int64_t>();
    return number == nullptr ? "?" : std::to_string(*number);
  }
  std::string OfDicts(const Dict& ours, const Dict& theirs, const std::string& place) const {
    for (size_t i = 0; i < std::max(ours.items.size(), theirs.items.size()); ++i) {
      const std::string ours_name = i < ours.items.size() ? Name(ours.items[i].first) : "nothing";
      const std::string name = i < theirs.items.size() ? Name(theirs.items[i].first) : "nothing";
      if (ours_name != name)
        return fmt::format("{} has {} at place {}, not {}", place, ours_name, i, name);
      const std::string found =
          Run(ours.items[i].second, theirs.items[i].second, place + "/" + name);
      if (!found.empty()) return found;
    }
    return {};
  }
  std::string OfLists(const model::List& ours, const model::List& theirs,
                      const std::string& place) const {
    if (ours.items.size() != theirs.items.size())
      return fmt::format("{} has {} items, not {}", place, ours.items.size(), theirs.items.size());
    for (size_t i = 0; i < theirs.items.size(); ++i) {
      const std::string found = Run(ours.items[i], theirs.items[i], fmt::format("{}/{}", place, i));
      if (!found.empty()) return found;
    }
    return {};
  }
  std::string OfTensors(const model::Tensor& ours, const model::Tensor& theirs,
                        const std::string& place) const {
    if (ours.dtype != theirs.dtype || ours.shape != theirs.shape)
      return fmt::format("{} is {} {}, not {} {}", place, model::DTypeName(ours.dtype),
                         model::ShapeText(ours.shape), model::DTypeName(theirs.dtype),
                         model::ShapeText(theirs.shape));
    if (!values_) return {};
    std::vector<std::byte> scratch, other_scratch;
    const bool same = std::ranges::equal(model::PackedBytes(ours, scratch),
                                         model::PackedBytes(theirs, other_scratch));
    return same ? "" : place + " has other values";
  }

  bool values_;
};

}  // namespace

void CompareCheckpoint(check::Comparison& comparison, const fs::path& recorded,
                       torch::nn::Module& trained, train::AdamW& optimizer) {
  const TemporaryFolder folder;
  const fs::path written = folder.path() / recorded.filename();
  const Value theirs = model::ReadCheckpoint(recorded);
  const auto compare = [&](const train::NetworkNotes& notes, bool values, const char* what) {
    train::WriteNetwork(written, trained, optimizer, notes);
    const std::string found =
        Search(values).Run(model::ReadCheckpoint(written), theirs, recorded.filename().string());
    comparison.Require(found.empty(), fmt::format("{} {}", recorded.filename().string(), what),
                       found);
  };
  compare({}, false, "as our run writes it");
  compare(train::ReadNetwork(recorded, trained, &optimizer), true, "read and written");
}

}  // namespace bv2::train_check
