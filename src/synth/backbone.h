#pragma once

#include <filesystem>
#include <optional>

#include "base/thread_pool.h"
#include "synth/bert_features.h"
#include "text/frontends.h"
#include "text/symbols.h"

namespace bv2::synth {

struct BackboneFiles {
  std::filesystem::path data;          // the folder of dictionaries, `data/` of this project
  std::filesystem::path bert = {};     // folder of the Chinese BERT; empty: its features are zeros
  std::filesystem::path bert_ja = {};  // the same of the Japanese one
  std::filesystem::path mecab_dictionary = {};  // empty: that of mecab-ipadic-utf8
};

// What all voices of a process share: its cores, the text frontends and the BERTs. Immutable,
// thread-safe.
class Backbone {
 public:
  // Throws kNotFound, kCorruptFile, kUnsupported, kInvalidArgument naming the file.
  //   threads <= 0: one per hardware thread
  explicit Backbone(const BackboneFiles& files, int threads = 0);

  const ThreadPool& pool() const { return pool_; }
  const text::Frontends& frontends() const { return frontends_; }
  // Null: the features of the language are zeros.
  const BertFeatures* Bert(text::Language language) const;

 private:
  ThreadPool pool_;
  std::optional<BertFeatures> bert_, bert_ja_;
  text::Frontends frontends_;
};

}  // namespace bv2::synth
