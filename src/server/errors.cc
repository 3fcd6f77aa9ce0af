#include "server/errors.h"

#include <new>

#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/utf8.h"

namespace bv2::server {
namespace {

constexpr int kClientGone = 499;  // as nginx counts it; nobody reads it

int StatusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kOutOfRange:
    case ErrorCode::kUnsupported:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kCancelled:
      return kClientGone;
    case ErrorCode::kCorruptFile:
    case ErrorCode::kIo:
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

HttpError Internal(const char* reason) {
  LogError("a request failed: {}", reason);
  return {500, "internal", "the server failed; its log says why"};
}

// The kinds that clients of OpenAI know.
const char* OpenAiType(int status) {
  if (status == 401) return "authentication_error";
  if (status == 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

}  // namespace

HttpError ToHttpError(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const HttpError& http) {
    return http;
  } catch (const Error& known) {
    const int status = StatusOf(known.code());
    if (status == 500) return Internal(known.what());
    return {status, ErrorCodeName(known.code()), known.what()};
  } catch (const std::bad_alloc&) {
    return Internal("there is not enough memory");
  } catch (const std::exception& other) {
    return Internal(other.what());
  } catch (...) {
    return Internal("an unknown exception");
  }
}

std::string ErrorJson(const HttpError& error, ErrorShape shape) {
  // A message may quote what the client sent.
  const std::string message = EncodeUtf8(DecodeUtf8(error.what()));
  const std::string& param = error.details().param;
  Json fields;
  if (shape == ErrorShape::kOwn) {
    fields.Set("code", error.code());
    fields.Set("message", message);
    if (!param.empty()) fields.Set("param", param);
  } else {
    fields.Set("message", message);
    fields.Set("type", OpenAiType(error.status()));
    fields.Set("param", param.empty() ? Json() : Json(param));
    fields.Set("code", error.code());
  }
  Json document;
  document.Set("error", std::move(fields));
  return document.Dump();
}

HttpReply ErrorReply(const HttpError& error, ErrorShape shape) {
  HttpReply reply{.status = error.status()};
  if (shape == ErrorShape::kPlain) {
    reply.content_type = "text/plain; charset=utf-8";
    reply.body = error.what();
  } else {
    reply.content_type = "application/json";
    reply.body = ErrorJson(error, shape);
  }
  const HttpError::Details& details = error.details();
  if (details.retry_after_seconds > 0)
    reply.headers.emplace_back("Retry-After", std::to_string(details.retry_after_seconds));
  if (!details.allow.empty()) reply.headers.emplace_back("Allow", details.allow);
  if (error.status() == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
  return reply;
}

}  // namespace bv2::server
