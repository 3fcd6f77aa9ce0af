#include "board/event_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "audio/wav_stream.h"
#include "base/error.h"
#include "board/histogram.h"
#include "board/record.h"
#include "plot/png.h"

namespace bv2::board {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFileVersion = "brain.Event:2";
constexpr size_t kMostPending = size_t{1} << 22;  // bytes

double Now() {
  using Seconds = std::chrono::duration<double>;
  return Seconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string HostName() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "localhost";
  return name.data();
}

// TensorBoard finds files by "tfevents" and orders them by name.
std::string FileName() {
  static std::atomic<int> count = 0;
  return fmt::format("events.out.tfevents.{:010d}.{}.{}.{}", static_cast<int64_t>(Now()),
                     HostName(), ::getpid(), count++);
}

[[noreturn]] void FailToWrite(const fs::path& path) {
  Fail(ErrorCode::kIo, "cannot write '{}': {}", path.string(), std::strerror(errno));
}

}  // namespace

EventWriter::EventWriter(const fs::path& folder, std::optional<int64_t> first_step)
    : path_(folder / FileName()) {
  std::error_code ignored;  // opening the file tells
  fs::create_directories(folder, ignored);
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
  if (file_ < 0) FailToWrite(path_);
  Append({.wall_time = Now(), .file_version = kFileVersion});
  if (first_step) Append({.wall_time = Now(), .step = *first_step, .restart = true});
}

EventWriter::~EventWriter() {
  try {
    Flush();
  } catch (const Error&) {
    // A destructor cannot report it; who must know calls Flush().
  }
  ::close(file_);
}

void EventWriter::AddScalar(std::string_view tag, double value, int64_t step) {
  Add(tag, Scalar{value}, step);
}

void EventWriter::AddHistogram(std::string_view tag, std::span<const float> values, int64_t step) {
  Add(tag, MakeHistogram(values), step);
}

void EventWriter::AddImage(std::string_view tag, const plot::Image& image, int64_t step) {
  const std::string file = plot::EncodePng(image);
  Add(tag, Picture{image.width, image.height, file}, step);
}

void EventWriter::AddSound(std::string_view tag, std::span<const float> samples, int sample_rate,
                           int64_t step) {
  const std::string file = audio::EncodeWav(
      {.sample_type = audio::SampleType::kPcm16, .sample_rate = sample_rate}, samples);
  Add(tag,
      Sound{.sample_rate = static_cast<double>(sample_rate),
            .frames = static_cast<int64_t>(samples.size()),
            .file = file,
            .content_type = "audio/wav"},
      step);
}

void EventWriter::Add(std::string_view tag, Content content, int64_t step) {
  Event event{.wall_time = Now(), .step = step};
  event.values.push_back({std::string(tag), std::move(content)});
  Append(event);
}

void EventWriter::Append(const Event& event) {
  AppendRecord(EncodeEvent(event), pending_);
  if (pending_.size() > kMostPending) Flush();
}

void EventWriter::Flush() {
  size_t done = 0;
  while (done < pending_.size()) {
    const ssize_t written = ::write(file_, pending_.data() + done, pending_.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      pending_.erase(0, done);  // a later call goes on where this one stopped
      FailToWrite(path_);
    }
    done += static_cast<size_t>(written);
  }
  pending_.clear();
}

}  // namespace bv2::board
