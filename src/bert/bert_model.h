#pragma once

#include <filesystem>

#include "bert/encoder.h"

namespace bv2::bert {

// Reads the sizes from a Hugging Face `config.json`. Throws kUnsupported for what is not a plain
// BERT with exact GELU and absolute positions, kCorruptFile for missing or absurd sizes.
EncoderShape ReadShape(const std::filesystem::path& config_json);

// The file of a folder that holds the weights, `model.safetensors` or `pytorch_model.bin`, the
// former preferred. Throws kNotFound naming the folder.
std::filesystem::path WeightsFile(const std::filesystem::path& folder);

// Opens a Hugging Face folder: `config.json` and a WeightsFile. Throws kNotFound naming the folder
// and what it lacks.
Encoder OpenEncoder(const std::filesystem::path& folder, const ThreadPool& pool);

}  // namespace bv2::bert
