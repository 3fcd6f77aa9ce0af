#include "server/connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace bv2::server {
namespace {

constexpr size_t kMaxHeadBytes = 64 * 1024;
constexpr std::chrono::milliseconds kLookAround{100};
constexpr size_t kSlowestBytesPerSecond = 4096;  // at which a client may take an answer

void Describe(const sockaddr_storage& address, std::string& ip, int& port) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    port = ntohs(v4.sin_port);
  } else if (address.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    port = ntohs(v6.sin6_port);
  }
  ip = text.data();
}

}  // namespace

Connection::Connection(int socket, const HttpServerOptions& options)
    : socket_(socket), options_(options) {
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

Connection::~Connection() { ::close(socket_); }

// False: the deadline passed.
bool Connection::Poll(short events, Clock::time_point deadline) const {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd descriptor{.fd = socket_, .events = events, .revents = 0};
    const int ready = ::poll(&descriptor, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

bool Connection::WaitForRequest(const std::atomic<bool>& stopping) {
  const auto idle_end = Clock::now() + std::chrono::seconds(options_.idle_seconds);
  while (true) {
    while (taken_ < buffered_ && (buffer_[taken_] == '\r' || buffer_[taken_] == '\n')) ++taken_;
    if (taken_ < buffered_) break;
    if (stopping || Clock::now() >= idle_end) return false;
    if (Poll(POLLIN, std::min(idle_end, Clock::now() + kLookAround)) && !Receive()) return false;
  }
  read_deadline_ = Clock::now() + std::chrono::seconds(options_.receive_seconds);
  AllowBytes(kMaxHeadBytes);
  wrote_ = false;
  return true;
}

bool Connection::connected() const {
  pollfd descriptor{.fd = socket_, .events = POLLIN | POLLRDHUP, .revents = 0};
  if (::poll(&descriptor, 1, 0) <= 0) return true;
  return (descriptor.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) == 0;
}

bool Connection::is_readable() const {
  return taken_ < buffered_ || Poll(POLLIN, Clock::now() + kLookAround);
}

bool Connection::Receive() {
  const ssize_t count = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
  if (count <= 0) return false;
  buffered_ = static_cast<size_t>(count);
  taken_ = 0;
  return true;
}

ssize_t Connection::read(char* data, size_t size) {
  if (taken_ == buffered_) {
    if (!Poll(POLLIN, read_deadline_)) {
      timed_out_ = true;
      return -1;
    }
    if (!Receive()) return 0;
  }
  // One byte a second would never let the socket run dry.
  timed_out_ = Clock::now() > read_deadline_;
  overflowed_ = bytes_left_ == 0;
  if (timed_out_ || overflowed_) return -1;
  const size_t count = std::min({size, buffered_ - taken_, bytes_left_});
  std::memcpy(data, buffer_.data() + taken_, count);
  taken_ += count;
  bytes_left_ -= count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* data, size_t size) {
  wrote_ = true;
  const auto deadline = Clock::now() + std::chrono::seconds(options_.send_seconds) +
                        std::chrono::seconds(size / kSlowestBytesPerSecond);
  size_t sent = 0;
  while (sent < size) {
    const ssize_t count = ::send(socket_, data + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) {
      sent += static_cast<size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!Poll(POLLOUT, deadline)) return -1;
    } else if (errno != EINTR) {
      return -1;
    }
    if (Clock::now() > deadline) return -1;
  }
  return static_cast<ssize_t>(sent);
}

void Connection::Linger() {
  // Closing with bytes unread would reset the connection, and the client would lose the answer.
  ::shutdown(socket_, SHUT_WR);
  const auto deadline = Clock::now() + std::chrono::seconds(1);
  std::array<char, 4096> rest;
  while (Clock::now() < deadline && Poll(POLLIN, deadline))
    if (::recv(socket_, rest.data(), rest.size(), MSG_DONTWAIT) <= 0) return;
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    Describe(address, ip, port);
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    Describe(address, ip, port);
}

}  // namespace bv2::server
