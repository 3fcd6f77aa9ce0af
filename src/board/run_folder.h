#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace bv2::board {

// Makes the folder of a model and copies the configuration to its config.json, byte for byte, in
// place of an older one. Returns the parsed configuration. Throws kNotFound, kCorruptFile, kIo.
Json PrepareRunFolder(const std::filesystem::path& folder, const std::filesystem::path& config);

// The folder's file `githash` says which revision of the program began the run. Writes it if there
// is none; returns a warning if it names another one, and leaves it as it is.
std::optional<std::string> CheckRevision(const std::filesystem::path& folder,
                                         std::string_view revision);

}  // namespace bv2::board
