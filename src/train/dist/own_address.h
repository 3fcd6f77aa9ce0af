#pragma once

#include <string>

namespace bv2::train {

// The address of this host, as text, that its connections to `host` come from: by which others of
// that network reach it. Nothing is sent. Empty where the host is unknown or there is no way to it.
std::string OwnAddressTowards(const std::string& host, int port);

// Whether an address (as text) is one of 127.0.0.0/8 or ::1, which no other host reaches.
bool IsLoopback(const std::string& address);

}  // namespace bv2::train
