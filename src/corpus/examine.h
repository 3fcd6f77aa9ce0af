#pragma once

#include <vector>

#include "corpus/file_list.h"
#include "corpus/validate.h"

namespace bv2::corpus {

// One line as training would see it, and what is wrong with it.
struct Examination {
  UtteranceFacts facts;
  text::Phones phones;  // none if the line cannot be read
  std::vector<Finding> findings;
};

// Reads the recordings and stored features of single lines. Thread-safe.
class Examiner {
 public:
  // Keeps references to both.
  Examiner(const model::Config& config, const ValidateOptions& options)
      : config_(config), options_(options) {}

  // Never throws for what is wrong with the line or its files.
  Examination Examine(const ListLine& line, const std::string& list, bool training) const;

 private:
  void CheckPhones(Examination& out) const;
  void CheckSpeaker(Examination& out) const;
  void CheckAudio(Examination& out) const;
  void CheckHeader(Examination& out) const;
  // False if training cannot read it. `frames` are samples of each channel.
  bool CheckFormat(Examination& out, int rate, int channels, size_t frames) const;
  void CheckSound(Examination& out) const;
  void CheckLength(Examination& out, size_t samples) const;
  void CheckBert(Examination& out) const;
  void CheckSpectrogram(Examination& out, size_t samples) const;

  const model::Config& config_;
  const ValidateOptions& options_;
};

}  // namespace bv2::corpus
