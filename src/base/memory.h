#pragma once

#include <cstddef>

namespace bv2 {

// The most memory that this process has held at once, in bytes: since it began, or since the last
// RestartPeakMemory where the system allows that (Linux).
size_t PeakMemoryBytes();
void RestartPeakMemory();

}  // namespace bv2
