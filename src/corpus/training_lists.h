#pragma once

#include <vector>

#include "corpus/file_list.h"
#include "corpus/shard.h"
#include "model/config.h"

namespace bv2::corpus {

// The lines of the config's training_files and validation_files that belong to the shard, each
// recording once however often it is listed. Throws what ReadCleanedList throws.
std::vector<CleanedUtterance> ReadTrainingLists(const model::DataConfig& config,
                                                const Shard& shard);

}  // namespace bv2::corpus
