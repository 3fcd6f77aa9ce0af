#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/buffer.h"
#include "base/thread_pool.h"
#include "corpus/file_list.h"
#include "eval/sound.h"
#include "model/config.h"
#include "text/frontend.h"

namespace bv2::eval {

// An utterance of a list, ready to be compared with what a voice makes of it.
struct Recording {
  std::string audio;  // its path
  std::string speaker;
  int64_t speaker_id = 0;
  text::Language language = text::Language::kZh;
  text::PhoneIds ids = {};  // with blanks where the config has add_blank
  Matrix bert = {};         // [T_phone][1024]; without rows: zeros
  Matrix ja_bert = {};      // [T_phone][768]; the same
  Sound sound = {};
};

struct RecordingOptions {
  size_t most = 0;       // utterances to take, evenly from the list; 0: all
  bool use_bert = true;  // read NAME.bert.pt beside each recording; false: zeros
};

// Reads a list of cleaned utterances, in its order. Throws what ReadCleanedList and ReadTrainingWav
// throw; kInvalidArgument for an empty list and a speaker that the config does not know; kNotFound
// or kCorruptFile for BERT features that are missing or of another shape.
std::vector<Recording> ReadRecordings(const std::filesystem::path& list,
                                      const model::DataConfig& config, const Analyzer& analyzer,
                                      const RecordingOptions& options, const ThreadPool& pool);

}  // namespace bv2::eval
