#pragma once

#include <filesystem>
#include <functional>

namespace bv2::train {

// The files of a checkpoint appear together: they are written to a folder of their own inside the
// model's, the generator last, and then moved, the generator last again. While its generator is
// there, that folder holds a checkpoint of which the rest is either there, too, or moved already.
// So it does not matter when a process is killed, or where the disk is full, even if files of the
// same step are replaced.

// Calls `write` with the folder to write to, then moves what it wrote. If `write` throws, nothing
// of it is left. Throws what it throws, and kIo.
void WriteTogether(const std::filesystem::path& folder,
                   const std::function<void(const std::filesystem::path&)>& write);

// Moves what a killed process had written but not moved; removes what it had not fully written.
// Nobody else may be writing. Throws kIo.
void FinishWriting(const std::filesystem::path& folder);

}  // namespace bv2::train
