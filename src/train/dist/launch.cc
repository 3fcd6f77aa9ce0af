#include "train/dist/launch.h"

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/log.h"

namespace bv2::train {
namespace {

using Clock = std::chrono::steady_clock;

struct Process {
  pid_t pid = 0;
  int rank = 0;
};

// What waitpid said of a process, as a shell's exit status and in words.
int ExitStatus(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}
std::string Describe(int wait_status) {
  if (WIFSIGNALED(wait_status)) {
    return fmt::format("was killed by signal {} ({})", WTERMSIG(wait_status),
                       strsignal(WTERMSIG(wait_status)));
  }
  return fmt::format("ended with status {}", WEXITSTATUS(wait_status));
}

// SIGINT, SIGTERM and SIGCHLD wait to be asked for while this lives.
class HeldSignals {
 public:
  HeldSignals() {
    sigemptyset(&held_);
    for (const int signal : {SIGINT, SIGTERM, SIGCHLD}) sigaddset(&held_, signal);
    sigprocmask(SIG_BLOCK, &held_, &before_);
  }
  ~HeldSignals() { Release(); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  void Release() const { sigprocmask(SIG_SETMASK, &before_, nullptr); }

  // The next signal; nullopt if none comes within `seconds`.
  std::optional<int> Wait(double seconds) const {
    const auto whole = static_cast<time_t>(seconds);
    const timespec limit{
        .tv_sec = whole,
        .tv_nsec = static_cast<long>((seconds - static_cast<double>(whole)) * 1e9)};
    const int signal = sigtimedwait(&held_, nullptr, &limit);
    if (signal < 0) return std::nullopt;
    return signal;
  }

 private:
  sigset_t held_, before_;
};

class Ranks {
 public:
  explicit Ranks(const LaunchOptions& options) : options_(options) {
    const std::string port = std::to_string(FreePort());
    for (int rank = 0; rank < options.processes; ++rank) {
      const pid_t pid = fork();
      if (pid < 0) {
        Stop();
        Fail(ErrorCode::kIo, "cannot start process {} of {}: {}", rank + 1, options.processes,
             std::strerror(errno));
      }
      if (pid == 0) Become(rank, port);
      running_.push_back({.pid = pid, .rank = rank});
    }
  }

  int Wait() {
    while (!running_.empty()) {
      const std::optional<int> signal = signals_.Wait(0.5);
      if (signal && *signal != SIGCHLD) Stop();
      Reap();
      if (kill_at_ && Clock::now() > *kill_at_) Signal(SIGKILL);
    }
    return status_;
  }

 private:
  // In the child: does not return.
  [[noreturn]] void Become(int rank, const std::string& port) const {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    signals_.Release();
    const std::string number = std::to_string(rank);
    setenv("RANK", number.c_str(), 1);
    setenv("LOCAL_RANK", number.c_str(), 1);
    for (const char* name : {"WORLD_SIZE", "LOCAL_WORLD_SIZE"})
      setenv(name, std::to_string(options_.processes).c_str(), 1);
    setenv("MASTER_ADDR", "127.0.0.1", 1);
    setenv("MASTER_PORT", port.c_str(), 1);
    std::vector<char*> arguments;
    for (const std::string& argument : options_.command)
      arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    LogError("cannot start '{}': {}", options_.command[0], std::strerror(errno));
    _exit(127);
  }

  void Reap() {
    int wait_status = 0;
    for (pid_t pid; (pid = waitpid(-1, &wait_status, WNOHANG)) > 0;) {
      const auto process = std::ranges::find(running_, pid, &Process::pid);
      if (process == running_.end()) continue;
      const Process ended = *process;
      running_.erase(process);
      const int status = ExitStatus(wait_status);
      if (status == 0 || status_ != 0) continue;
      status_ = status;
      if (kill_at_) continue;
      LogError("rank {} (process {}) {}; the other ranks are stopped", ended.rank, ended.pid,
               Describe(wait_status));
      Stop();
    }
  }

  void Stop() {
    if (!kill_at_) {
      kill_at_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                    std::chrono::duration<double>(options_.grace_seconds));
    }
    Signal(SIGTERM);
  }

  void Signal(int signal) const {
    for (const Process& process : running_) kill(process.pid, signal);
  }

  const LaunchOptions& options_;
  HeldSignals signals_;
  std::vector<Process> running_;
  std::optional<Clock::time_point> kill_at_;
  int status_ = 0;
};

}  // namespace

int FreePort() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = listener >= 0 && bind(listener, generic, size) == 0 &&
                     getsockname(listener, generic, &size) == 0;
  const int reason = errno;
  if (listener >= 0) close(listener);
  if (!bound) Fail(ErrorCode::kIo, "no free port on 127.0.0.1: {}", std::strerror(reason));
  return ntohs(address.sin_port);
}

int LaunchRanks(const LaunchOptions& options) {
  BV2_CHECK(!options.command.empty(), "there is no command to launch");
  BV2_CHECK(options.processes >= 1 && options.processes <= 1024,
            "{} processes were asked for; it must be from 1 to 1024", options.processes);
  return Ranks(options).Wait();
}

}  // namespace bv2::train
