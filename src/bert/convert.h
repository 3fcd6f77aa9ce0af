#pragma once

#include <filesystem>

namespace bv2::bert {

// Writes a Hugging Face folder with what the encoder reads of another: config.json, vocab.txt and
// the weights of the layers that are run, their matrices as f16. Half of the file and of the
// memory. Throws kNotFound, kCorruptFile, kUnsupported for what OpenEncoder would not read;
// kInvalidArgument for a weight that f16 cannot hold.
void ConvertFolder(const std::filesystem::path& in, const std::filesystem::path& out);

}  // namespace bv2::bert
