#pragma once

namespace bv2::train {

// While it lives, SIGINT and SIGTERM no longer end the process but ask it to stop. A second one
// ends it at once.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  bool asked() const;
};

}  // namespace bv2::train
