#pragma once

#include <memory>
#include <string>

#include "server/router.h"

namespace bv2::server {

struct HttpServerOptions {
  std::string host = "127.0.0.1";
  int port = 5000;               // 0: any that is free
  size_t max_connections = 512;  // served at once; others wait
  int receive_seconds = 10;      // for a whole request to come in
  int send_seconds = 10;         // for a client to take the next bytes
  int idle_seconds = 15;         // that a connection may wait for its next request
};

// HTTP/1.1 over sockets; the only file that knows cpp-httplib.
class HttpServer {
 public:
  // Binds the address. Throws kIo if that cannot be. The router must outlive it.
  HttpServer(const Router& router, const HttpServerOptions& options);
  ~HttpServer();

  int port() const;

  // Serves until Stop is called, and the requests that came before are answered.
  void Run();
  // From any thread. No new connections; those that are there end with their request.
  void Stop();

  size_t connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bv2::server
