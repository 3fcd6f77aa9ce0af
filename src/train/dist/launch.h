#pragma once

#include <string>
#include <vector>

namespace bv2::train {

struct LaunchOptions {
  std::vector<std::string> command;  // program and arguments of each process
  int processes = 1;
  double grace_seconds = 20;  // from asking processes to stop until they are killed
};

// A port of 127.0.0.1 that nobody listens on now. Throws kIo.
int FreePort();

// Starts `processes` copies of a command on this host, each with a rank of its own (see
// WorldFromEnvironment), and waits for them. If one dies, the log names it and the others are
// stopped; SIGINT and SIGTERM are passed on. When this process dies, they end, too.
// Returns 0 if all succeeded, else the exit status of the first that did not (128 + signal).
// Throws kIo if a process cannot be started. Call it while the process has one thread.
int LaunchRanks(const LaunchOptions& options);

}  // namespace bv2::train
