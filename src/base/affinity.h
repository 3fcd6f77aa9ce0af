#pragma once

#include <string_view>
#include <vector>

namespace bv2 {

// The numbers in a list such as "0-3,8", in order, each once. Throws kInvalidArgument.
std::vector<int> ParseCores(std::string_view list);

// From now on this thread, and the threads that it starts, run on these cores only. Throws
// kInvalidArgument if this machine does not have one of them or does not let this process use it.
void UseCores(const std::vector<int>& cores);

}  // namespace bv2
