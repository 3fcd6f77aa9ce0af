#pragma once

#include <filesystem>
#include <vector>

#include "server/voices.h"

namespace CLI {
class App;
}

namespace bv2::cli {

// Gives the options of `command` that have no value yet those that a YAML or JSON file has for
// them. Its keys are the names of the options, with _ for - if one likes. `voices` holds names and
// checkpoints, or names and {model, config}; it counts if no --voice was given.
// Throws kNotFound, kIo; kInvalidArgument naming the file, line, key and value that is wrong.
void ReadServeFile(const std::filesystem::path& file, CLI::App& command,
                   std::vector<server::VoiceFiles>& voices);

}  // namespace bv2::cli
