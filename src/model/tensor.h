#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/dtype.h"

namespace bv2::model {

// The bytes of a file and what keeps them alive; `source` names it in errors.
struct FileImage {
  std::shared_ptr<const void> owner;
  std::span<const std::byte> bytes;
  std::string source;
};

// Maps a whole file. Throws kNotFound, kIo.
FileImage MapFile(const std::filesystem::path& path);

// Little-endian elements that one or more tensors look into. May be unaligned.
struct Storage {
  std::shared_ptr<const void> owner;
  std::span<const std::byte> bytes;
};

// A strided view of a storage, as torch has it. Shape, strides and offset count elements. Cheap to
// copy. Readers construct it through MakeTensor, so every element lies inside the storage.
struct Tensor {
  DType dtype = DType::kF32;
  std::vector<size_t> shape = {};
  std::vector<size_t> strides = {};
  size_t offset = 0;
  std::shared_ptr<const Storage> storage = nullptr;
  bool requires_grad = false;

  size_t size() const;       // number of elements
  size_t byte_size() const;  // size() * bytes per element
  bool contiguous() const;   // row-major without gaps
};

using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

// The number of elements of `shape`. Throws kCorruptFile if it exceeds `limit`.
size_t CheckedCount(const std::vector<size_t>& shape, size_t limit);
std::vector<size_t> ContiguousStrides(const std::vector<size_t>& shape);

// Checks that shape, strides and offset stay inside the storage, of which `capacity` elements may
// be used (its bytes may not be known yet). Throws kCorruptFile.
void CheckBounds(const Tensor& tensor, size_t capacity);

// A contiguous tensor that owns a copy of the values.
Tensor TensorOfFloats(std::vector<size_t> shape, std::span<const float> values);
Tensor TensorOfBytes(DType dtype, std::vector<size_t> shape, std::vector<std::byte> bytes);

// The elements in row-major order: a view into the storage when contiguous, else packed into
// `scratch`.
std::span<const std::byte> PackedBytes(const Tensor& tensor, std::vector<std::byte>& scratch);

// Elements in row-major order as f32; `out` has tensor.size() elements.
void ToFloats(const Tensor& tensor, std::span<float> out);

// Elements in row-major order as integers. Throws kInvalidArgument for a floating-point tensor.
std::vector<int64_t> ToIntegers(const Tensor& tensor);

// "[192, 768, 1]".
std::string ShapeText(const std::vector<size_t>& shape);

}  // namespace bv2::model
