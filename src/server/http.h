#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bv2::server {

using Clock = std::chrono::steady_clock;

// Of headers and their parameters, which know no case.
bool SameName(std::string_view a, std::string_view b);

struct CaseInsensitiveLess {
  bool operator()(std::string_view a, std::string_view b) const;
};

// What a client asks for, as far as the routes care.
struct HttpRequest {
  std::string method;
  std::string path;                                    // decoded, without the query
  std::multimap<std::string, std::string> query = {};  // decoded
  std::multimap<std::string, std::string, CaseInsensitiveLess> headers = {};
  std::string body = {};
  std::string client = {};  // its address, for the log
  Clock::time_point arrival = Clock::now();
  // Whether the client is still there to hear the answer. May be empty: it is.
  std::function<bool()> connected = {};

  // Null if there is none; the first of several.
  const std::string* Header(std::string_view name) const;
  bool HasMediaType(std::string_view type) const;  // of the body
};

// Sends the next bytes of a body; false if the client is gone.
using BodyWriter = std::function<bool(std::string_view)>;

struct HttpReply {
  int status = 200;
  std::string content_type = {};
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  // If set, what is sent in place of `body`, piece by piece. False: it broke off.
  std::function<bool(const BodyWriter&)> stream = {};

  std::string_view Header(std::string_view name) const;  // empty if there is none
};

}  // namespace bv2::server
