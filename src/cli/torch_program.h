#pragma once

#include <string>
#include <vector>

namespace bv2::cli {

// Has bertvits2-train, the program beside this one that has LibTorch, take this one's place with
// these arguments. Throws kNotFound if it cannot be started.
[[noreturn]] void BecomeTorchProgram(const std::vector<std::string>& arguments);

}  // namespace bv2::cli
