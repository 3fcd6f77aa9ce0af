#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace bv2 {

enum class ErrorCode {
  kInvalidArgument,  // the caller's value is wrong: text, option, shape
  kNotFound,         // a file, speaker, tensor that should exist does not
  kCorruptFile,      // a file's bytes contradict its format
  kUnsupported,      // valid, but not something this program does
  kIo,               // the operating system refused a read or write
  kCancelled,        // stopped on request
  kOutOfRange,       // an index or size beyond a stated limit
  kInternal,         // a broken invariant: a bug in this program
};

// The one exception type of the project. The message is a sentence for the user: what failed, the
// value, where (file, line or byte offset), what to do about it.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ErrorCode code() const { return code_; }

 private:
  ErrorCode code_;
};

// Throws Error(code) with a formatted message.
template <typename... Args>
[[noreturn]] void Fail(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
  throw Error(code, fmt::format(format, std::forward<Args>(args)...));
}

// The stable lower-case name of a code, e.g. "invalid_argument"; used in HTTP and JSON errors.
const char* ErrorCodeName(ErrorCode code);

}  // namespace bv2
