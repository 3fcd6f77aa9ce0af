#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/tensor.h"

// Every fuzzer defines this; libFuzzer or standalone_main.cc calls it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace bv2::fuzz {

// The input as a file. It is a heap copy of exactly `size` bytes, so that AddressSanitizer sees any
// access beyond its end.
inline model::FileImage AsFile(const uint8_t* data, size_t size) {
  auto owner = std::make_shared<std::vector<std::byte>>(size);
  for (size_t i = 0; i < size; ++i) (*owner)[i] = static_cast<std::byte>(data[i]);
  const std::span<const std::byte> bytes(*owner);
  return {owner, bytes, "input"};
}

// Runs `action`; bv2::Error is the only way it may fail.
template <typename Action>
void Expected(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    // A broken invariant of our own is a finding.
    if (error.code() == ErrorCode::kInternal) std::abort();
  }
}

// For properties that must hold for all accepted input.
inline void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace bv2::fuzz
