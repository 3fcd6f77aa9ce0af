#include "train/stop_signal.h"

#include <csignal>

namespace bv2::train {
namespace {

// A handler can reach nothing but globals.
volatile std::sig_atomic_t asked_to_stop = 0;

void Ask(int signal) {
  asked_to_stop = 1;
  if (signal == SIGINT) std::signal(SIGINT, SIG_DFL);
}

}  // namespace

StopSignal::StopSignal() {
  asked_to_stop = 0;
  std::signal(SIGINT, Ask);
  std::signal(SIGTERM, Ask);
}

StopSignal::~StopSignal() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

bool StopSignal::asked() const { return asked_to_stop != 0; }

}  // namespace bv2::train
