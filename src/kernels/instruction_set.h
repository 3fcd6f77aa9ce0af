#pragma once

#include <string>
#include <vector>

namespace bv2::kernels {

// The instruction sets that were compiled and that this machine has, best first, by their names in
// Highway in lower case: avx3 (AVX-512), avx2, sse4, ssse3; neon.
std::vector<std::string> InstructionSets();

// From now on kernels use this set or a lesser one: for comparisons, and for machines whose best
// set slows others down. Call it before other threads use kernels. Throws kInvalidArgument for a
// name that is not among InstructionSets().
void LimitInstructionSet(const std::string& name);

}  // namespace bv2::kernels
