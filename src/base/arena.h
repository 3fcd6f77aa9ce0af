#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/buffer.h"
#include "base/view.h"

namespace bv2 {

// Scratch memory of one session: bump allocation, released in reverse order through Scope.
// After the first utterance of a given length no further memory is taken from the system.
// Memory is not initialised. Not thread-safe: one arena per concurrent utterance.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // 64-byte aligned, uninitialised; valid until the enclosing Scope ends.
  std::span<float> Floats(size_t count);
  std::span<int> Ints(size_t count);
  // [rows][cols] with padded rows, uninitialised.
  View<float> Matrix(size_t rows, size_t cols);

  // Bytes held from the system (not the bytes in use).
  size_t capacity_bytes() const;

  // Everything taken from the arena during the life of a Scope is given back when it ends.
  class Scope {
   public:
    explicit Scope(Arena& arena) : arena_(arena), block_(arena.block_), used_(arena.used_) {}
    ~Scope() { arena_.Release(block_, used_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Arena& arena_;
    size_t block_;
    size_t used_;
  };

 private:
  void* Take(size_t bytes);
  void Release(size_t block, size_t used);

  std::vector<Buffer<std::byte>> blocks_;
  size_t block_ = 0;  // index of the block being filled
  size_t used_ = 0;   // bytes used in it
};

}  // namespace bv2
