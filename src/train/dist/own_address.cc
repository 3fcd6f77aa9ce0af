#include "train/dist/own_address.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>

namespace bv2::train {
namespace {

// Connecting a datagram socket only chooses the route, and with it the socket's own address.
std::string SourceFor(const addrinfo& target) {
  const int datagrams = socket(target.ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (datagrams < 0) return {};
  sockaddr_storage own{};
  socklen_t size = sizeof(own);
  auto* const generic = reinterpret_cast<sockaddr*>(&own);
  std::array<char, NI_MAXHOST> text{};
  const bool found = connect(datagrams, target.ai_addr, target.ai_addrlen) == 0 &&
                     getsockname(datagrams, generic, &size) == 0 &&
                     getnameinfo(generic, size, text.data(), static_cast<socklen_t>(text.size()),
                                 nullptr, 0, NI_NUMERICHOST) == 0;
  close(datagrams);
  return found ? text.data() : std::string();
}

}  // namespace

std::string OwnAddressTowards(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* list = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(list, freeaddrinfo);
  for (const addrinfo* target = list; target != nullptr; target = target->ai_next) {
    std::string own = SourceFor(*target);
    if (!own.empty()) return own;
  }
  return {};
}

bool IsLoopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

}  // namespace bv2::train
