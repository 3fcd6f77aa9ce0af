#pragma once

#include "base/thread_pool.h"
#include "model/config.h"
#include "train/trainer.h"

namespace bv2::train {

// Looks at every line of the lists and at the files that training will read, so that what is wrong
// is found now and not hours later: unknown speakers and phones, recordings that are missing, cut
// off or of another sample rate, BERT features that are missing or do not fit. Of recordings only
// headers are read. Logs how long it took.
// Throws kInvalidArgument with the number of faults and the first few, with files and lines.
void CheckCorpus(const model::Config& config, const TrainerOptions& options,
                 const ThreadPool& pool);

}  // namespace bv2::train
