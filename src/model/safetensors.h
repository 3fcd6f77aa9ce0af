#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "model/tensor.h"

namespace bv2::model {

// A safetensors file: 8 bytes header length, a JSON header, the elements of all tensors.
// Source: github.com/huggingface/safetensors, "Format".
struct Safetensors {
  using Metadata = std::vector<std::pair<std::string, std::string>>;
  NamedTensors tensors;  // in the order of their data
  Metadata metadata;     // the header's `__metadata__`
};

// True if the file starts like one: a plausible header length and a brace.
bool IsSafetensors(const FileImage& file);

// Tensors view the file; nothing is copied. Throws kCorruptFile if the header contradicts the file:
// a length beyond the end, ranges that overlap, leave gaps or do not match shape and type, a name
// twice; kUnsupported for element types other than DType's.
Safetensors ReadSafetensors(const FileImage& file);

// Writes the tensors in the given order; equal input gives equal bytes.
void WriteSafetensors(const std::filesystem::path& path, const Safetensors& content);

}  // namespace bv2::model
