#pragma once

#include <filesystem>
#include <span>

namespace bv2::corpus {

// Removes what a killed run left of these files under temporary names, NAME.XXXXXX.tmp beside
// NAME. Other processes may be writing other files of the same folders; theirs stay.
void RemoveLeftovers(std::span<const std::filesystem::path> outputs);

}  // namespace bv2::corpus
