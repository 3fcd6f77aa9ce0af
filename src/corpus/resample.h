#pragma once

#include <filesystem>

#include "base/thread_pool.h"
#include "corpus/prepare_clip.h"
#include "corpus/shard.h"
#include "corpus/tally.h"

namespace bv2::corpus {

struct ResampleOptions {
  std::filesystem::path in_dir = "raw";       // SPEAKER/…/*.{wav,flac,ogg,mp3}
  std::filesystem::path out_dir = "dataset";  // SPEAKER/…/*.wav, PCM16
  ClipOptions clip = {};
  Shard shard = {};
};

// Turns every recording below in_dir, at any depth, into a wav of the same place and name below
// out_dir, on all threads of the pool. A recording that fails is reported in the summary and the
// rest goes on. An output is up to date when it is not older than its recording and was made with
// the same options, which .resample.json in out_dir keeps; it is then left alone. What a killed run
// left under temporary names is removed. The summary's amount is seconds of sound.
// Throws kNotFound when in_dir is no folder or holds no recordings, kInvalidArgument when out_dir
// lies within in_dir or a rate is impossible, kIo when out_dir cannot be written.
StepSummary ResampleCorpus(const ResampleOptions& options, const ThreadPool& pool,
                           const StepProgress& progress);

}  // namespace bv2::corpus
