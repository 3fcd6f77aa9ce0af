#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

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

}  // namespace

void SetLogLevel(LogLevel level) { Logger().set_level(ToSpdlog(level)); }

void LogMessage(LogLevel level, std::string_view message) {
  switch (level) {
    case LogLevel::kInfo:
      Logger().info("{}", message);
      break;
    case LogLevel::kWarning:
      Logger().warn("warning: {}", message);
      break;
    case LogLevel::kError:
      Logger().error("error: {}", message);
      break;
    default:
      Logger().log(ToSpdlog(level), "{}", message);
  }
}

}  // namespace bv2
