#pragma once

#include <filesystem>

#include "eval/evaluator.h"
#include "eval/recordings.h"

namespace bv2::eval {

// Writes what an evaluation heard, for ears and eyes: in `folder`, which is made,
// NAME.{recorded,copied,timed,spoken}.wav and NAME.png with their mel spectrograms one above the
// other. Throws kIo.
//   number  of the recording in its list, which begins NAME: recordings of two folders may be
//           called the same
void WriteSamples(const std::filesystem::path& folder, size_t number, const Recording& recording,
                  const Evaluated& evaluated, int sample_rate);

}  // namespace bv2::eval
