#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "corpus/file_list.h"
#include "dsp/mel.h"
#include "dsp/spectrogram.h"
#include "model/config.h"
#include "text/frontend.h"
#include "train/data/bert_source.h"

namespace bv2::train {

// An utterance as the networks read it, before padding.
struct Example {
  text::PhoneIds ids = {};     // with blanks where the config has add_blank
  torch::Tensor bert = {};     // [1024, T_phone]; undefined: zeros
  torch::Tensor ja_bert = {};  // [768, T_phone]; undefined: zeros
  torch::Tensor spec = {};     // [bins, frames]; mels where the posterior encoder reads them
  torch::Tensor wav = {};      // [samples]
  int64_t speaker = 0;
};

// The utterances of a cleaned list, in the original's order. Immutable, thread-safe.
class Dataset {
 public:
  // Reads the list and the headers of its recordings, not yet their samples. Utterances whose
  // phones, as written, have fewer than min_text_len or more than max_text_len characters are left
  // out, as in the original.
  //   use_bert  false: what BERT saw is zeros, and its files are not read
  //   bert      makes BERT's features where files are missing or of another shape
  // Throws what ReadCleanedList and TrainingWavSamples throw; kInvalidArgument for a speaker that
  // is not in spk2id and a list of which nothing is left.
  Dataset(const std::filesystem::path& list, const model::DataConfig& config, bool use_bert,
          BertSource bert = {});

  size_t size() const { return utterances_.size(); }
  size_t left_out() const { return left_out_; }
  const std::string& audio(size_t index) const { return utterances_[index].audio; }
  // In frames, for BucketSampler.
  const std::vector<int64_t>& lengths() const { return lengths_; }

  // Reads an utterance with its features. A spectrogram that is missing or broken is computed, and
  // kept in its file for the next time.
  // Throws kNotFound or kCorruptFile for BERT features that are missing or of another shape and not
  // computed, and what computing them and ReadTrainingWav throw.
  Example Get(size_t index) const;

 private:
  int64_t SpeakerId(const std::string& speaker) const;
  torch::Tensor Spectrogram(const std::string& audio, const std::vector<float>& wav) const;
  torch::Tensor Bert(const corpus::CleanedUtterance& utterance, const text::PhoneIds& ids) const;

  model::DataConfig config_;
  bool use_bert_;
  BertSource bert_;
  dsp::Spectrogram spectrogram_;
  dsp::MelFilters filters_;
  std::vector<corpus::CleanedUtterance> utterances_;
  std::vector<int64_t> lengths_;
  size_t left_out_ = 0;
};

}  // namespace bv2::train
