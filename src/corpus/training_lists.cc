#include "corpus/training_lists.h"

#include <unordered_set>
#include <utility>

namespace bv2::corpus {

std::vector<CleanedUtterance> ReadTrainingLists(const model::DataConfig& config,
                                                const Shard& shard) {
  std::unordered_set<std::string> seen;
  std::vector<CleanedUtterance> utterances;
  for (const std::string& list : {config.training_files, config.validation_files})
    for (CleanedUtterance& utterance : ReadCleanedList(list))
      if (const size_t item = seen.size(); seen.insert(utterance.audio).second && shard.Has(item))
        utterances.push_back(std::move(utterance));
  return utterances;
}

}  // namespace bv2::corpus
