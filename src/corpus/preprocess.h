#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/thread_pool.h"
#include "corpus/clean_list.h"
#include "corpus/split_list.h"
#include "text/frontends.h"

namespace bv2::corpus {

// Names and defaults are those of the original's preprocess_text.py.
struct PreprocessOptions {
  std::filesystem::path transcription_path = "filelists/genshin.list";
  std::optional<std::filesystem::path> cleaned_path = {};  // transcription_path + ".cleaned"
  std::filesystem::path train_path = "filelists/train.list";
  std::filesystem::path val_path = "filelists/val.list";
  std::filesystem::path config_path = "configs/config.json";
  SplitOptions split = {};
  bool clean = true;
  bool use_bert = true;  // false: Japanese needs no vocabulary, its word2ph fits no BERT
  text::Normalization normalization = text::Normalization::kDefault;
  text::FrontendOptions frontends = {};
  std::optional<Shard> shard = {};  // cleans only its lines; neither splits nor touches the config
};

struct PreprocessSummary {
  size_t lines = 0;  // of the list, or of the shard
  size_t train = 0, val = 0, speakers = 0;
  std::vector<Rejection> rejections = {};
  size_t too_long_for_training = 0;
  std::vector<size_t> unreadable = {};                 // numbers of lines with a phone UNK
  std::filesystem::path cleaned, rejected = {};        // rejected exists only if there are some
  std::vector<std::filesystem::path> written = {};     // those whose content is new
  std::vector<std::string> config_disagreements = {};  // "data.training_files is …"
};

// Cleans the list at transcription_path, unless it is clean already, splits it into one for
// training and one for validation, and sets the config's data.spk2id without touching another byte.
// What was rejected goes to transcription_path + ".rejected", one line "number TAB reason TAB line"
// each. A shard writes cleaned_path + ".0000i-of-0000n" instead; joined in order they are the
// cleaned list. Files that would not change are not written.
// Throws kNotFound and kIo for files that cannot be read or written, kInvalidArgument for a config
// that does not hold so many speakers, for a list of which no line is left, and for Japanese
// without the vocabulary of its BERT.
PreprocessSummary Preprocess(const PreprocessOptions& options, const ThreadPool& pool,
                             const LineProgress& progress);

}  // namespace bv2::corpus
