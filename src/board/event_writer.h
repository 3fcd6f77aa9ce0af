#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "board/event.h"
#include "plot/image.h"

namespace bv2::board {

// Writes an event file for TensorBoard: a new file in `folder`, named by time, host and process as
// TensorBoard expects. Not thread-safe.
//
// Entries are gathered and appended by Flush() in one piece, so that a process killed at any moment
// leaves whole entries, and at most one cut one at the end, which readers skip.
class EventWriter {
 public:
  // Makes the folder, if need be. With `first_step`, entries of that step and later ones in the
  // older files of the folder are void: a run is resumed. Throws kIo.
  explicit EventWriter(const std::filesystem::path& folder,
                       std::optional<int64_t> first_step = std::nullopt);
  ~EventWriter();  // flushes; what cannot be written is lost
  EventWriter(const EventWriter&) = delete;
  EventWriter& operator=(const EventWriter&) = delete;

  void AddScalar(std::string_view tag, double value, int64_t step);
  void AddHistogram(std::string_view tag, std::span<const float> values, int64_t step);
  void AddImage(std::string_view tag, const plot::Image& image, int64_t step);
  // One channel, stored as 16-bit wav.
  void AddSound(std::string_view tag, std::span<const float> samples, int sample_rate,
                int64_t step);

  // Throws kIo, for example when the disk is full; what could not be written is kept.
  void Flush();

  const std::filesystem::path& path() const { return path_; }

 private:
  void Add(std::string_view tag, Content content, int64_t step);
  void Append(const Event& event);

  std::filesystem::path path_;
  int file_ = -1;
  std::string pending_;
};

}  // namespace bv2::board
