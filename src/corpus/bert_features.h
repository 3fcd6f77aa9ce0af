#pragma once

#include <filesystem>

#include "base/thread_pool.h"
#include "corpus/shard.h"
#include "corpus/tally.h"
#include "model/config.h"
#include "text/frontends.h"

namespace bv2::corpus {

struct BertStepOptions {
  // Hugging Face folders; opened only when a line of their language is not up to date.
  std::filesystem::path bert_zh = "bert/chinese-roberta-wwm-ext-large";
  std::filesystem::path bert_ja = "bert/bert-base-japanese-v3";
  // The tables and the dictionary that the list was cleaned with: the tokens of Japanese are not in
  // the list. The vocabulary is that of bert_ja.
  text::FrontendOptions frontends = {};
  bool force = false;  // also those that are up to date
  Shard shard = {};
};

// Writes the BERT features of every line of the config's lists to NAME.bert.pt beside its
// recording, one column a phone: 1024 for Chinese, 768 for Japanese, 1024 zeros for English, which
// has no BERT. A file is up to date if its shape is right. Sentences are computed many at a time,
// the longest first. A line that fails is reported and the rest goes on; what a killed run left is
// removed. The summary's amount is tokens, [CLS] and [SEP] included.
// Throws what ReadTrainingLists and opening a BERT throw.
StepSummary WriteBertFeatures(const model::DataConfig& config, const BertStepOptions& options,
                              const ThreadPool& pool, const StepProgress& progress);

}  // namespace bv2::corpus
