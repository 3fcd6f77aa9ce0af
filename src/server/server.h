#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "server/http_server.h"
#include "server/router.h"
#include "server/voices.h"
#include "synth/backbone.h"

namespace bv2::server {

struct ServerOptions {
  std::vector<VoiceFiles> voices;
  synth::BackboneFiles backbone;
  bool lazy = false;  // open voices when they are first asked for
  int threads = 0;    // 0: one per hardware thread
  HttpServerOptions http = {};
  std::filesystem::path api_key_file = {};     // empty: everybody is served
  std::vector<std::string> cors_origins = {};  // "*": any
  size_t queue = 64;                           // requests that are spoken or wait for it
  size_t max_chars = 2000;                     // of a text
  size_t max_body_bytes = 1 << 20;
  double timeout_seconds = 120;           // of a request
  size_t cache_bytes = size_t{64} << 20;  // 0: no cache
  std::string version = {};
};

// Voices over HTTP: see docs/http_api.md.
class Server {
 public:
  // Opens the voices and binds the address. Throws what these throw; kInvalidArgument for options
  // out of range.
  explicit Server(const ServerOptions& options);
  ~Server();

  int port() const;
  // Serves until Stop, and until what was begun is done.
  void Run();
  void Stop();  // from any thread
  // Takes over the voices, whether they are opened lazily, and the API keys; what else there is,
  // stays. The old voices serve until all are ready, and what they have begun is finished. From any
  // thread. Throws what opening throws, and then nothing has changed.
  void Reload(const ServerOptions& options);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bv2::server
