#pragma once

namespace bv2::train {

// While it lives, SIGINT and SIGTERM no longer end the process but ask it to stop. A second SIGINT,
// of an impatient person, ends it at once; a second SIGTERM does not, since schedulers send one to
// a launcher and to its ranks, and the launcher passes its own on.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  bool asked() const;
};

}  // namespace bv2::train
