#pragma once

#include "base/thread_pool.h"
#include "corpus/shard.h"
#include "corpus/tally.h"
#include "model/config.h"

namespace bv2::corpus {

struct SpectrogramStepOptions {
  bool linear = true;  // a.spec.pt
  bool mel = false;    // a.mel.pt
  bool force = false;  // also those that are up to date
  Shard shard = {};
};

// Writes the spectrograms of every recording of the config's lists beside it, [channel][frame] as
// the original caches them. One is up to date if it has the right shape and is not older than its
// recording. A recording that fails is reported and the rest goes on; what a killed run left is
// removed. The summary's amount is seconds of sound.
// Throws what ReadTrainingLists and MelFilters throw.
StepSummary WriteSpectrograms(const model::DataConfig& config,
                              const SpectrogramStepOptions& options, const ThreadPool& pool,
                              const StepProgress& progress);

}  // namespace bv2::corpus
