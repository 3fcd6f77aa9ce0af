#include "cli/signals.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace bv2::cli {
namespace {

sigset_t Handled() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

Signals::Signals() {
  const sigset_t set = Handled();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void Signals::Serve(const Actions& actions) const {
  std::atomic<bool> done = false;
  std::thread waiter([&] {
    const sigset_t set = Handled();
    bool stopping = false;
    while (true) {
      int signal = 0;
      sigwait(&set, &signal);
      if (done) return;
      if (signal == SIGHUP) {
        actions.reload();
      } else if (stopping) {
        _exit(128 + signal);
      } else {
        stopping = true;
        actions.stop();
      }
    }
  });
  const auto end = [&] {
    done = true;
    pthread_kill(waiter.native_handle(), SIGHUP);
    waiter.join();
  };
  try {
    actions.run();
  } catch (...) {
    end();
    throw;
  }
  end();
}

}  // namespace bv2::cli
