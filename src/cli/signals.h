#pragma once

#include <functional>

namespace bv2::cli {

// Takes the signals that steer a server, in a thread that waits for them. Threads that were there
// before would be interrupted by them: make it first.
class Signals {
 public:
  Signals();  // from now on SIGTERM, SIGINT and SIGHUP wait
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Calls `reload` for every SIGHUP and returns `run`'s end; the first SIGTERM or SIGINT calls
  // `stop`, which should make it end, the second ends the process. Exceptions of `run` pass
  // through.
  struct Actions {
    std::function<void()> run, stop, reload;
  };
  void Serve(const Actions& actions) const;
};

}  // namespace bv2::cli
