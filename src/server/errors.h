#pragma once

#include <fmt/format.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include "server/http.h"

namespace bv2::server {

// A request that is not served, and what its client is told.
class HttpError : public std::runtime_error {
 public:
  struct Details {
    std::string param = {};       // the parameter at fault, if it is one
    int retry_after_seconds = 0;  // sent if positive
    std::string allow = {};       // methods, sent if any
  };

  //   code  a stable lower-case name, as "queue_full"
  HttpError(int status, std::string code, const std::string& message)
      : HttpError(status, std::move(code), message, Details{}) {}
  HttpError(int status, std::string code, const std::string& message, Details details)
      : std::runtime_error(message),
        status_(status),
        code_(std::move(code)),
        details_(std::move(details)) {}

  int status() const { return status_; }
  const std::string& code() const { return code_; }
  const Details& details() const { return details_; }

 private:
  int status_;
  std::string code_;
  Details details_;
};

// Throws HttpError of status 400 naming a parameter.
template <typename... Args>
[[noreturn]] void FailParameter(std::string param, fmt::format_string<Args...> format,
                                Args&&... args) {
  throw HttpError(400, "invalid_argument", fmt::format(format, std::forward<Args>(args)...),
                  {.param = std::move(param)});
}

// How a route words its errors.
enum class ErrorShape {
  kOwn,     // {"error": {"code", "message"}}
  kOpenAi,  // {"error": {"message", "type", "param", "code"}}
  kPlain,   // the message, as the original sends it
};

// What any exception is to a client. Those of ours keep their code and sentence; what they do not
// foresee is a 500 that tells nothing but that, with the reason in the log.
HttpError ToHttpError(const std::exception_ptr& error);

HttpReply ErrorReply(const HttpError& error, ErrorShape shape);
// In one of the JSON shapes.
std::string ErrorJson(const HttpError& error, ErrorShape shape);

}  // namespace bv2::server
