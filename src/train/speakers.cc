#include "train/speakers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "model/tensor_file.h"
#include "train/checkpoint/tensors.h"

namespace bv2::train {
namespace {

namespace fs = std::filesystem;

constexpr size_t kNamed = 10;  // speakers in one notice

std::string Listed(const std::vector<std::string>& names) {
  const size_t shown = std::min(names.size(), kNamed);
  std::string text = fmt::format(
      "{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

// The speakers of a base model with so many rows; nullopt if nothing names them.
std::optional<SpeakerIds> NamesBeside(const fs::path& base, size_t rows, std::string& notice) {
  const fs::path path = base.parent_path() / "config.json";
  if (!fs::exists(path)) return std::nullopt;
  try {
    const model::Config config = model::Config::Read(path);
    if (config.data.n_speakers == rows && !config.data.spk2id.empty()) return config.data.spk2id;
    notice =
        fmt::format("'{}' does not name the {} speakers of the base model. ", path.string(), rows);
  } catch (const Error& error) {
    notice = fmt::format("The speakers of the base model are not known: {}. ", error.what());
  }
  return std::nullopt;
}

}  // namespace

SpeakerPlan MatchSpeakers(const SpeakerIds& base, const SpeakerIds& ours) {
  SpeakerPlan plan;
  std::vector<std::string> kept, added;
  for (const auto& [name, row] : ours) {
    const auto same = std::ranges::find(base, name, &SpeakerIds::value_type::first);
    if (same == base.end()) {
      added.push_back(name);
      continue;
    }
    plan.rows.emplace_back(same->second, row);
    kept.push_back(
        same->second == row ? name : fmt::format("{} (row {}, here {})", name, same->second, row));
  }
  if (!kept.empty()) plan.notice += fmt::format("Speakers of the base model: {}. ", Listed(kept));
  if (!added.empty()) plan.notice += fmt::format("Speakers that start anew: {}. ", Listed(added));
  return plan;
}

std::string TakeSpeakers(const fs::path& base, const model::DataConfig& config,
                         torch::Tensor embedding) {
  const torch::NoGradGuard no_grad;
  const auto file = model::TensorFile::Open(base);
  const model::Tensor* const stored = file->Find("emb_g.weight");
  if (stored == nullptr || stored->shape.size() != 2)
    return "The base model has no speakers: all start anew. ";
  const auto rows = static_cast<size_t>(embedding.size(0));
  if (stored->shape[1] != static_cast<size_t>(embedding.size(1))) {
    return fmt::format("Speakers of the base model have {} numbers each, here {}: all start anew. ",
                       stored->shape[1], embedding.size(1));
  }
  std::string notice;
  SpeakerPlan plan;
  if (const auto names = NamesBeside(base, stored->shape[0], notice)) {
    plan = MatchSpeakers(*names, config.spk2id);
  } else if (stored->shape[0] == rows) {
    for (size_t row = 0; row < rows; ++row) plan.rows.emplace_back(row, row);
    plan.notice = "Speakers are those of the base model with the same number. ";
  } else {
    plan.notice = fmt::format(
        "The base model has {} speakers, here there are {}, and no config.json beside it names "
        "them: all start anew. ",
        stored->shape[0], rows);
  }
  const torch::Tensor values = ToTorch(*stored);
  for (const auto& [from, to] : plan.rows)
    embedding[static_cast<int64_t>(to)].copy_(values[static_cast<int64_t>(from)]);
  return notice + plan.notice;
}

}  // namespace bv2::train
