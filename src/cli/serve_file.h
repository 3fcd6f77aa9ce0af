#pragma once

#include <filesystem>

namespace CLI {
class App;
}

namespace bv2::cli {

// Gives the options of `command` that were not on the command line the values that a JSON file has
// for them. Its keys are the names of the options, with _ for -; "voices" is an object of names and
// checkpoints. Throws kNotFound, kCorruptFile; kInvalidArgument for a key that is no option.
void ReadServeFile(CLI::App& command, const std::filesystem::path& file);

}  // namespace bv2::cli
