#pragma once

#include <filesystem>

#include "model/value.h"

namespace bv2::model {

// True if the file looks like one of torch.save's two formats.
bool IsTorchFile(const FileImage& file);

// Reads what torch.save wrote: the zip format (torch 1.6 and later), or the legacy one (a sequence
// of pickles, then the raw storages). Tensors view the file. Throws kCorruptFile, kUnsupported.
Value ReadTorchFile(const FileImage& file);

// Writes `value` in the zip format, as torch.load reads it. Storages that tensors share are written
// once and whole. The archive's folder is named after the file, as torch does.
// Throws kUnsupported for keys or values that a pickle cannot hold, kIo.
void WriteTorchFile(const std::filesystem::path& path, const Value& value);

}  // namespace bv2::model
