#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "check/outcome.h"
#include "check/run_cases.h"
#include "vits/voice.h"

namespace bv2::check {

struct Options {
  std::filesystem::path golden;     // a folder in the layout of the golden data
  std::string filter = {};          // only cases whose name matches: a part of it, or a pattern
  std::filesystem::path data = {};  // the frontends' tables; empty: text cases are skipped
  // Folders with the vocab.txt of the Chinese and of the Japanese BERT; may be empty.
  std::filesystem::path bert = {};
  std::filesystem::path bert_ja = {};
  vits::VoiceOptions voice = {};
};

// Checks what synthesis does with every case of a golden folder; cases of training are skipped.
// Throws kNotFound when the folder has no cases.
Summary Run(const Options& options, const std::function<void(const Outcome&)>& report);

}  // namespace bv2::check
