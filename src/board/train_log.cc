#include "board/train_log.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>

#include "base/error.h"

namespace bv2::board {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void FailToWrite(const fs::path& path) {
  Fail(ErrorCode::kIo, "cannot write '{}': {}", path.string(), std::strerror(errno));
}

// Local time as Python's logging writes it: 2023-10-01 12:34:56,789.
std::string TimeText() {
  using namespace std::chrono;
  const auto now = system_clock::now();
  const auto part = duration_cast<milliseconds>(now.time_since_epoch()) % 1000;
  return fmt::format("{:%Y-%m-%d %H:%M:%S},{:03}", fmt::localtime(system_clock::to_time_t(now)),
                     part.count());
}

// "logs/Alice/" names the same folder as "logs/Alice".
std::string NameOf(const fs::path& folder) {
  const fs::path whole = fs::absolute(folder).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

}  // namespace

TrainLog::TrainLog(const fs::path& model_folder)
    : path_(model_folder / "train.log"),
      model_(NameOf(model_folder)),
      file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
  if (file_ < 0) FailToWrite(path_);
}

TrainLog::~TrainLog() { ::close(file_); }

void TrainLog::Write(const char* level, std::string_view message) {
  const std::string line = fmt::format("{}\t{}\t{}\t{}\n", TimeText(), model_, level, message);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(file_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) FailToWrite(path_);
    rest.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace bv2::board
