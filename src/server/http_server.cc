#include "server/http_server.h"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "server/connection.h"
#include "server/errors.h"

namespace bv2::server {
namespace {

// Threads that serve a connection each, started when they are needed.
class ConnectionThreads : public httplib::TaskQueue {
 public:
  explicit ConnectionThreads(size_t most) : most_(most) {}

  void enqueue(std::function<void()> serve) override {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(serve));
    if (waiting_.size() > idle_ && threads_.size() < most_)
      threads_.emplace_back([this] { Work(); });
    changed_.notify_one();
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      ++idle_;
      changed_.wait(lock, [this] { return !waiting_.empty() || stopping_; });
      --idle_;
      if (waiting_.empty()) return;
      const std::function<void()> serve = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      serve();
      lock.lock();
    }
  }

  const size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  size_t idle_ = 0;
  bool stopping_ = false;
};

// cpp-httplib takes multipart bodies apart with regular expressions, which run out of stack on long
// headers. So it does not see what a body is: the header has this name while it is there.
constexpr const char* kHiddenContentType = "Bertvits2-Content-Type";

HttpRequest FromHttplib(const httplib::Request& in, const Connection& connection) {
  HttpRequest request{.method = in.method,
                      .path = in.path,
                      .query = {in.params.begin(), in.params.end()},
                      .client = in.remote_addr};
  for (const auto& [name, value] : in.headers)
    request.headers.emplace(SameName(name, kHiddenContentType) ? "Content-Type" : name, value);
  request.connected = [&connection] { return connection.connected(); };
  return request;
}

void ToHttplib(HttpReply reply, const httplib::Request& in, Connection& connection,
               httplib::Response& out) {
  out.status = reply.status;
  for (const auto& [name, value] : reply.headers) out.set_header(name, value);
  if (reply.Header("Connection") == "close") connection.CloseAfterAnswer();
  if (!reply.stream) {
    if (!reply.content_type.empty()) out.set_content(reply.body, reply.content_type);
    return;
  }
  const auto provide = [stream = std::move(reply.stream)](size_t, httplib::DataSink& sink) {
    const bool whole = stream([&](std::string_view piece) {
      return piece.empty() || sink.write(piece.data(), piece.size());
    });
    if (whole) sink.done();
    return whole;
  };
  if (in.version == "HTTP/1.0") {  // knows no chunks: the end of the connection is that of the body
    connection.CloseAfterAnswer();
    out.set_content_provider(reply.content_type, provide);
  } else {
    out.set_chunked_content_provider(reply.content_type, provide);
  }
}

// The one that this thread serves: cpp-httplib does not hand it to its handlers.
thread_local Connection* current_connection = nullptr;

}  // namespace

class HttpServer::Impl : public httplib::Server {
 public:
  Impl(const Router& router, const HttpServerOptions& options)
      : router_(router), options_(options) {
    // Owned by the server, which deletes it.
    new_task_queue = [this] { return new ConnectionThreads(options_.max_connections); };
    set_keep_alive_timeout(options.idle_seconds);
    set_keep_alive_max_count(1000);
    set_payload_max_length(router.max_body_bytes());
    set_pre_routing_handler([this](const httplib::Request& in, httplib::Response& out) {
      return AnswerHead(in, out) ? HandlerResponse::Handled : HandlerResponse::Unhandled;
    });
    // Every other request has a body.
    Post(".*", [this](const httplib::Request& in, httplib::Response& out,
                      const httplib::ContentReader& read) { AnswerBody(in, out, read); });
    set_error_handler(HandlerWithResponse([this](const httplib::Request&, httplib::Response& out) {
      return ExplainBroken(out) ? HandlerResponse::Handled : HandlerResponse::Unhandled;
    }));
    Bind();
  }

  ~Impl() override {
    if (svr_sock_ != INVALID_SOCKET) ::close(svr_sock_);
  }

  int port() const { return port_; }
  size_t connections() const { return connections_; }

  void Run() {
    listen_after_bind();
    svr_sock_ = INVALID_SOCKET;  // closed by then
  }

  // stop() of cpp-httplib would cut off the streams that are on their way.
  void Stop() {
    stopping_ = true;
    ::shutdown(svr_sock_, SHUT_RDWR);
  }

 private:
  void Bind() {
    const bool bound = options_.port == 0 ? (port_ = bind_to_any_port(options_.host)) > 0
                                          : bind_to_port(options_.host, port_ = options_.port);
    if (!bound)
      Fail(ErrorCode::kIo, "cannot listen on {}:{}: {}; is another server there?", options_.host,
           options_.port, std::strerror(errno));
    ::listen(svr_sock_, SOMAXCONN);  // cpp-httplib lets only five clients knock at a time
  }

  bool AnswerHead(const httplib::Request& in, httplib::Response& out) {
    const HttpRequest request = FromHttplib(in, *current_connection);
    auto reply = router_.AnswerHead(request);
    if (!reply) return false;
    // What follows a head that should end the request is not the next one.
    if (in.has_header("Content-Length") || in.has_header("Transfer-Encoding"))
      current_connection->CloseAfterAnswer();
    ToHttplib(std::move(*reply), in, *current_connection, out);
    return true;
  }

  void AnswerBody(const httplib::Request& in, httplib::Response& out,
                  const httplib::ContentReader& read) {
    constexpr size_t kChunkMarks = 4;  // bytes on the wire for one of a body that comes in chunks
    Connection& connection = *current_connection;
    HttpRequest request = FromHttplib(in, connection);
    const size_t most = router_.max_body_bytes();
    connection.AllowBytes(kChunkMarks * (most + 4096));
    bool too_large = false;
    const bool whole = read([&](const char* data, size_t size) {
      too_large = request.body.size() + size > most;
      if (!too_large) request.body.append(data, size);
      return !too_large;
    });
    if (whole) {
      ToHttplib(router_.Answer(request), in, connection, out);
      return;
    }
    connection.CloseAfterAnswer();
    ToHttplib(router_.AnswerBroken(BodyError(too_large || connection.overflowed()), request), in,
              connection, out);
  }

  HttpError BodyError(bool too_large) const {
    if (too_large)
      return {413, "body_too_large",
              fmt::format("this server takes bodies of up to {} bytes", router_.max_body_bytes())};
    if (current_connection->timed_out()) return HeadError(408);
    return {400, "bad_request", "the body broke off or is not what its headers say"};
  }

  static HttpError HeadError(int status) {
    switch (status) {
      case 408:
        return {408, "request_timeout", "the request took too long to come in"};
      case 414:
        return {414, "uri_too_long", "the address of the request is too long; use POST"};
      case 416:
        return {416, "bad_range", "the Range header cannot be understood"};
      case 431:
        return {431, "headers_too_large", "the headers of the request are too long"};
      default:
        return {status, "bad_request", "the request is not HTTP as this server knows it"};
    }
  }

  // A request of which nothing is known but who sent it.
  static HttpRequest Unreadable(const Connection& connection) {
    HttpRequest request{.method = "-", .path = "-"};
    int port = 0;
    connection.get_remote_ip_and_port(request.client, port);
    return request;
  }

  // What cpp-httplib turned away by itself, without a word.
  bool ExplainBroken(httplib::Response& out) {
    Connection& connection = *current_connection;
    if (!out.body.empty() || out.has_header("Content-Type")) return false;
    if (connection.timed_out()) out.status = 408;
    if (connection.overflowed()) out.status = 431;
    connection.CloseAfterAnswer();
    HttpReply reply = router_.AnswerBroken(HeadError(out.status), Unreadable(connection));
    for (const auto& [name, value] : reply.headers) out.set_header(name, value);
    out.set_header("Connection", "close");
    out.set_content(reply.body, reply.content_type);
    return true;
  }

  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket, options_);
    current_connection = &connection;
    ++connections_;
    bool good = true;
    while (good && connection.WaitForRequest(stopping_)) {
      bool closed = false;
      good = process_request(connection, stopping_, closed, Prepare) && !closed &&
             !connection.closes();
      if (connection.timed_out() && !connection.wrote()) SendTimeout(connection);
    }
    if (connection.wrote()) connection.Linger();
    --connections_;
    current_connection = nullptr;
    return good;
  }

  static void Prepare(httplib::Request& request) {
    // Answers are sent whole: their parts are not worth the trouble.
    request.ranges.clear();
    // cpp-httplib would compress with brotli at its slowest, and streams in large blocks.
    const bool gzip = request.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
    request.headers.erase("Accept-Encoding");
    if (gzip && request.method != "POST") request.set_header("Accept-Encoding", "gzip");
    request.headers.erase(kHiddenContentType);
    if (!request.has_header("Content-Type")) return;
    request.set_header(kHiddenContentType, request.get_header_value("Content-Type"));
    request.headers.erase("Content-Type");
  }

  // Of a request whose first line did not come: cpp-httplib hangs up without an answer.
  void SendTimeout(Connection& connection) {
    const HttpReply reply = router_.AnswerBroken(HeadError(408), Unreadable(connection));
    const std::string answer = fmt::format(
        "HTTP/1.1 408 Request Timeout\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
        "Connection: close\r\n\r\n{}",
        reply.content_type, reply.body.size(), reply.body);
    connection.write(answer.data(), answer.size());
  }

  const Router& router_;
  const HttpServerOptions options_;
  int port_ = 0;
  std::atomic<size_t> connections_ = 0;
  std::atomic<bool> stopping_ = false;
};

HttpServer::HttpServer(const Router& router, const HttpServerOptions& options)
    : impl_(std::make_unique<Impl>(router, options)) {}
HttpServer::~HttpServer() = default;
int HttpServer::port() const { return impl_->port(); }
void HttpServer::Run() { impl_->Run(); }
void HttpServer::Stop() { impl_->Stop(); }
size_t HttpServer::connections() const { return impl_->connections(); }

}  // namespace bv2::server
