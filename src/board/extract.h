#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "board/runs.h"

namespace bv2::board {

// Where Extract() puts an entry: "eval/gen/mel_0_200.png". Tags come from files, so whatever might
// leave the folder or trouble a file system becomes an underscore.
std::filesystem::path ExtractedName(std::string_view run, std::string_view tag, int64_t step,
                                    std::string_view file);

// Writes the pictures and sounds of a series to files below `folder`, byte for byte as they are
// stored. Returns how many. Throws kIo.
size_t Extract(std::string_view run, const Series& series, const std::filesystem::path& folder);

}  // namespace bv2::board
