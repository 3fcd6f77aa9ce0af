#pragma once

#include <filesystem>
#include <string_view>

#include "model/safetensors.h"
#include "model/value.h"

namespace bv2::model {

// The whole content of a checkpoint, training state included, in either format.
//
// A .safetensors file has only named tensors and strings, so everything else of a torch checkpoint
// is kept in its metadata as JSON, under the key below: a value is
//   null, true, 1, 1.5, "text"      None, bool, int, float, str
//   {"float": "nan"}                nan, inf, -inf
//   [value, …]                      list
//   {"tuple": [value, …]}           tuple
//   {"dict": [[key, value], …]}     dict; {"ordered": […], "attributes": […]} an OrderedDict
//   {"tensor": "name"}              the tensor of that name; with "grad": true if it wants
//   gradients
// Tensors of the "model" entry keep their names, so the file is a voice to every reader; others are
// named by their place, e.g. "optimizer.state.0.exp_avg".
inline constexpr std::string_view kTreeKey = "bertvits2.tree";

Safetensors ToSafetensors(const Value& root);
// The inverse. A file without the key above is a plain set of tensors: a voice becomes a training
// checkpoint of iteration 0 without optimizer, anything else an OrderedDict of its tensors.
Value FromSafetensors(const Safetensors& content, const std::string& source);

// Reads .pth, .pt, .bin or .safetensors, told by content. Throws kNotFound, kCorruptFile,
// kUnsupported.
Value ReadCheckpoint(const std::filesystem::path& path);
// Writes the format of the file's extension. Throws kInvalidArgument for any other extension.
void WriteCheckpoint(const std::filesystem::path& path, const Value& root);

}  // namespace bv2::model
