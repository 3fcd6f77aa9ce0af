#pragma once

#include <fmt/format.h>

#include <functional>
#include <string_view>
#include <utility>

namespace bv2 {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

// Messages below `level` are dropped. The default is kInfo. Thread-safe.
void SetLogLevel(LogLevel level);

// Writes one line to standard error, prefixed with the level unless it is kInfo. Thread-safe.
void LogMessage(LogLevel level, std::string_view message);

// While it lives, such lines go to `write` instead, one call at a time, from whichever thread logs:
// for who shows something else on the terminal meanwhile. One at a time; `write` must not log.
class LogRedirect {
 public:
  explicit LogRedirect(std::function<void(std::string_view line)> write);
  ~LogRedirect();
  LogRedirect(const LogRedirect&) = delete;
  LogRedirect& operator=(const LogRedirect&) = delete;
};

// At which level messages are logged that quote what is to be spoken: kWarning unless a program
// that speaks for others, whose texts belong in no log, lowers it. Thread-safe.
void SetTextLogLevel(LogLevel level);
LogLevel TextLogLevel();

template <typename... Args>
void LogDebug(fmt::format_string<Args...> format, Args&&... args) {
  LogMessage(LogLevel::kDebug, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void LogInfo(fmt::format_string<Args...> format, Args&&... args) {
  LogMessage(LogLevel::kInfo, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void LogWarning(fmt::format_string<Args...> format, Args&&... args) {
  LogMessage(LogLevel::kWarning, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void LogError(fmt::format_string<Args...> format, Args&&... args) {
  LogMessage(LogLevel::kError, fmt::format(format, std::forward<Args>(args)...));
}
// About a text that is to be spoken, quoting it.
template <typename... Args>
void LogText(fmt::format_string<Args...> format, Args&&... args) {
  LogMessage(TextLogLevel(), fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace bv2
