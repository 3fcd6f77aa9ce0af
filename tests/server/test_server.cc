#include "tests/server/test_server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace bv2::server {

RawClient::RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
}

RawClient::~RawClient() { ::close(socket_); }

bool RawClient::Send(const std::string& bytes) const {
  return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(bytes.size());
}

void RawClient::EndSending() const { ::shutdown(socket_, SHUT_WR); }

std::string RawClient::ReceiveAll(std::chrono::seconds time) const {
  const auto deadline = Clock::now() + time;
  std::string all;
  std::array<char, 4096> buffer;
  while (Clock::now() < deadline) {
    pollfd descriptor{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&descriptor, 1, 100) <= 0) continue;
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count <= 0) break;
    all.append(buffer.data(), static_cast<size_t>(count));
  }
  return all;
}

std::string RawClient::Receive(size_t bytes) const {
  std::string all(bytes, '\0');
  const ssize_t count = ::recv(socket_, all.data(), bytes, MSG_WAITALL);
  all.resize(count < 0 ? 0 : static_cast<size_t>(count));
  return all;
}

}  // namespace bv2::server
