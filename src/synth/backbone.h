#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/thread_pool.h"
#include "synth/bert_features.h"
#include "synth/engine.h"
#include "text/frontends.h"
#include "text/symbols.h"

namespace bv2::synth {

struct BackboneFiles {
  std::filesystem::path data;          // the folder of dictionaries, `data/` of this project
  std::filesystem::path bert = {};     // folder of the Chinese BERT; empty: its features are zeros
  std::filesystem::path bert_ja = {};  // the same of the Japanese one
  std::filesystem::path mecab_dictionary = {};  // empty: that of mecab-ipadic-utf8
  std::shared_ptr<const Engine> engine = {};    // what computes the networks; null: a CpuEngine
};

// What BERT said of the sentences that were spoken last: about 60 of 30 characters.
inline constexpr size_t kBertCacheBytes = size_t{8} << 20;

// What all voices of a process share: its cores, its engine, the text frontends and the BERTs.
// Immutable, thread-safe.
class Backbone {
 public:
  // Throws kNotFound, kCorruptFile, kUnsupported, kInvalidArgument naming the file.
  //   threads <= 0: one per hardware thread
  //   bert_cache_bytes  for each BERT; 0: every sentence is computed
  explicit Backbone(const BackboneFiles& files, int threads = 0,
                    size_t bert_cache_bytes = kBertCacheBytes);

  const ThreadPool& pool() const { return pool_; }
  const Engine& engine() const { return *engine_; }
  const text::Frontends& frontends() const { return frontends_; }
  // Null: the features of the language are zeros.
  const BertFeatures* Bert(text::Language language) const;

 private:
  ThreadPool pool_;
  std::shared_ptr<const Engine> engine_;
  std::optional<BertFeatures> bert_, bert_ja_;
  text::Frontends frontends_;
};

}  // namespace bv2::synth
