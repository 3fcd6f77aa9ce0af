#include "base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bv2 {
namespace {

TEST(LogRedirect, TakesLinesWhileItLives) {
  std::vector<std::string> lines;
  {
    const LogRedirect redirect([&](std::string_view line) { lines.emplace_back(line); });
    LogWarning("{} of {}", 1, 2);
    LogInfo("plain");
    LogDebug("not shown by default");
  }
  LogInfo("to standard error");
  EXPECT_EQ(lines, (std::vector<std::string>{"warning: 1 of 2", "plain"}));
}

TEST(LogText, IsAWarningUnlessTextsBelongInNoLog) {
  std::vector<std::string> lines;
  const LogRedirect redirect([&](std::string_view line) { lines.emplace_back(line); });
  LogText("'{}' cannot be said", "x");
  SetTextLogLevel(LogLevel::kDebug);
  LogText("'{}' cannot be said", "y");
  SetTextLogLevel(LogLevel::kWarning);
  EXPECT_EQ(lines, (std::vector<std::string>{"warning: 'x' cannot be said"}));
}

}  // namespace
}  // namespace bv2
