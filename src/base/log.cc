#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <mutex>
#include <string>

namespace bv2 {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

spdlog::logger& Logger() {
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = spdlog::stderr_color_mt("bertvits2");
    made->set_pattern("%v");
    return made;
  }();
  return *logger;
}

std::string_view Prefix(LogLevel level) {
  return level == LogLevel::kWarning ? "warning: " : level == LogLevel::kError ? "error: " : "";
}

// Where lines go instead of standard error; empty: nowhere else.
struct Redirection {
  std::mutex mutex;
  std::function<void(std::string_view)> write;
};

Redirection& TheRedirection() {
  static Redirection redirection;
  return redirection;
}

std::atomic<LogLevel> text_level = LogLevel::kWarning;

}  // namespace

void SetTextLogLevel(LogLevel level) { text_level = level; }
LogLevel TextLogLevel() { return text_level; }

void SetLogLevel(LogLevel level) { Logger().set_level(ToSpdlog(level)); }

void LogMessage(LogLevel level, std::string_view message) {
  if (!Logger().should_log(ToSpdlog(level))) return;
  const std::string line = std::string(Prefix(level)).append(message);
  Redirection& redirection = TheRedirection();
  const std::lock_guard lock(redirection.mutex);
  if (redirection.write)
    redirection.write(line);
  else
    Logger().log(ToSpdlog(level), "{}", line);
}

LogRedirect::LogRedirect(std::function<void(std::string_view)> write) {
  Redirection& redirection = TheRedirection();
  const std::lock_guard lock(redirection.mutex);
  redirection.write = std::move(write);
}

LogRedirect::~LogRedirect() {
  Redirection& redirection = TheRedirection();
  const std::lock_guard lock(redirection.mutex);
  redirection.write = nullptr;
}

}  // namespace bv2
