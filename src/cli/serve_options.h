#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "cli/device_options.h"
#include "server/server.h"

namespace CLI {
class App;
}

namespace bv2::cli {

// The options of `bertvits2 serve`, as they are written.
struct ServeOptions {
  std::filesystem::path file;  // of options; empty: none
  std::filesystem::path model, config;
  std::vector<std::string> voices;             // NAME=FILE
  std::vector<server::VoiceFiles> own_config;  // of the file: voices, their configs perhaps named
  std::string data;
  size_t cache_mb = 64;
  DeviceOptions device;
  server::ServerOptions server;
};
void AddServeOptions(CLI::App& command, ServeOptions& options);

// What they come to.
struct ServeSettings {
  server::ServerOptions server;
  DeviceOptions device = {};
  // What was given for each, by its name without dashes.
  std::map<std::string, std::vector<std::string>> given = {};
};

// Of a command line that was parsed, and the file of options that it may name, which is read anew.
// Throws kNotFound, kIo; kInvalidArgument naming the option, in the file with its line.
ServeSettings ReadServeSettings(const CLI::App& command);

// One sentence for each option, but those that a running server takes over, that differs.
std::vector<std::string> NeedRestart(const ServeSettings& before, const ServeSettings& after);

}  // namespace bv2::cli
