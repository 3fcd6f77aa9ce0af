#pragma once

#include <httplib.h>

#include <array>
#include <atomic>
#include <chrono>
#include <string>

#include "server/http_server.h"

namespace bv2::server {

// A socket as cpp-httplib sees it, with what its own lacks: a deadline for a whole request, however
// slowly it trickles in; a limit to its size; and a look at whether the client is still there.
class Connection : public httplib::Stream {
 public:
  // Takes the socket and closes it.
  Connection(int socket, const HttpServerOptions& options);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Waits for the first byte of a request; empty lines before it are passed over, as RFC 9112, 2.2
  // asks for. False: the client closed, idled too long, or `stopping`.
  bool WaitForRequest(const std::atomic<bool>& stopping);
  // The request may now be this long.
  void AllowBytes(size_t count) { bytes_left_ = count; }
  // Whether the client has not closed its side.
  bool connected() const;

  bool timed_out() const { return timed_out_; }    // while reading
  bool overflowed() const { return overflowed_; }  // what was allowed
  bool wrote() const { return wrote_; }            // since WaitForRequest
  void CloseAfterAnswer() { close_ = true; }
  bool closes() const { return close_; }
  // Ends it so that the answer arrives even if the client still sends.
  void Linger();

  bool is_readable() const override;
  bool is_writable() const override { return connected(); }
  ssize_t read(char* data, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

 private:
  using Clock = std::chrono::steady_clock;
  bool Poll(short events, Clock::time_point deadline) const;
  bool Receive();  // the next bytes into the buffer; false: there are no more

  const int socket_;
  const HttpServerOptions& options_;
  Clock::time_point read_deadline_ = {};
  size_t bytes_left_ = 0;
  bool timed_out_ = false, overflowed_ = false, wrote_ = false, close_ = false;
  std::array<char, 4096> buffer_;  // what was received and not yet read
  size_t buffered_ = 0, taken_ = 0;
};

}  // namespace bv2::server
