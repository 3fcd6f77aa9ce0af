#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/dtype.h"

namespace bv2::model {

class TensorFile;

// Contiguous row-major f32 values of one tensor: a view into the mapped file where the stored type
// and layout allow, else a converted copy. Holds what it points into. Cheap to copy.
class Floats {
 public:
  Floats() = default;
  Floats(std::shared_ptr<const void> owner, std::span<const float> values)
      : owner_(std::move(owner)), values_(values) {}
  std::span<const float> span() const { return values_; }
  // NOLINTNEXTLINE(google-explicit-constructor)
  operator std::span<const float>() const { return values_; }
  size_t size() const { return values_.size(); }
  const float* data() const { return values_.data(); }

 private:
  std::shared_ptr<const void> owner_;
  std::span<const float> values_;
};

// The values of a tensor that is stored in 16 bits, as they are stored. Holds what it points into.
struct HalfValues {
  std::shared_ptr<const void> owner = nullptr;
  std::span<const uint16_t> bits = {};
  DType dtype = DType::kF16;  // or kBF16
};

// The tensors of a checkpoint below one name prefix. A layer's constructor takes the scope of its
// own name, so the names in the code are the names in the file. Immutable; cheap to copy.
class Weights {
 public:
  // Opens .pth/.pt/.bin (torch, zip or legacy) or .safetensors. For a training checkpoint the
  // tensors of its "model" entry. Throws kNotFound, kCorruptFile, kUnsupported.
  static Weights Open(const std::filesystem::path& path);
  explicit Weights(std::shared_ptr<const TensorFile> file, std::string prefix = "");

  // The tensors whose names start with `<this prefix><name>.`.
  Weights Scope(std::string_view name) const;
  Weights Scope(std::string_view name, size_t index) const;  // "name.index"

  bool Has(std::string_view name) const;
  // Throws kNotFound.
  const std::vector<size_t>& Shape(std::string_view name) const;
  // Throws kNotFound or kInvalidArgument naming the tensor, the wanted and the found shape, and the
  // version of Bert-VITS2 that the file appears to be.
  Floats Get(std::string_view name, const std::vector<size_t>& shape) const;
  // The weight `<name>.weight`, or folded from weight norm: `<name>.weight_g` and `.weight_v`, or
  // `<name>.parametrizations.weight.original0/1`.  w = g · v/‖v‖ with the norm over all but the
  // first dimension (Salimans & Kingma 2016, eq. 2).
  Floats GetNormed(std::string_view name, const std::vector<size_t>& shape) const;
  // The bits of a tensor in kF16 or kBF16; none if it is stored otherwise. Throws what Get throws.
  std::optional<HalfValues> GetHalf(std::string_view name, const std::vector<size_t>& shape) const;
  // Says that values got from here will not be read soon: see TensorFile::Release.
  void Release(std::span<const float> values) const;
  void Release(const HalfValues& values) const;
  // Shape of what GetNormed would return.
  std::vector<size_t> NormedShape(std::string_view name) const;

  const std::string& prefix() const { return prefix_; }
  // File name for messages.
  const std::string& source() const;
  const TensorFile& file() const { return *file_; }

 private:
  std::shared_ptr<const TensorFile> file_;
  std::string prefix_;
};

// Opens a voice's generator. As the original does, takes zeros for enc_p.ja_bert_proj when the file
// has none (checkpoints of version 1.0), with a warning.
Weights OpenVoiceWeights(const std::filesystem::path& path);

}  // namespace bv2::model
