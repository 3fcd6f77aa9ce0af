#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace bv2::board {

// train.log of the original: one line a message, "time TAB model TAB LEVEL TAB message", appended
// to what earlier runs wrote. Every line is on its way to the disk when the call returns. Not
// thread-safe.
class TrainLog {
 public:
  // The model's name is that of its folder, which must exist. Throws kIo.
  explicit TrainLog(const std::filesystem::path& model_folder);
  ~TrainLog();
  TrainLog(const TrainLog&) = delete;
  TrainLog& operator=(const TrainLog&) = delete;

  // Each throws kIo, for example when the disk is full.
  void Info(std::string_view message) { Write("INFO", message); }
  void Warning(std::string_view message) { Write("WARNING", message); }
  void Error(std::string_view message) { Write("ERROR", message); }

 private:
  void Write(const char* level, std::string_view message);

  std::filesystem::path path_;
  std::string model_;
  int file_ = -1;
};

}  // namespace bv2::board
