#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/arena_pool.h"
#include "base/thread_pool.h"
#include "base/view.h"
#include "bert/encoder.h"
#include "corpus/file_list.h"
#include "model/tensor.h"
#include "text/frontends.h"
#include "text/tokenize/word_piece.h"

namespace bv2::text::ja {
class JapaneseFrontend;
}

namespace bv2::corpus {

// The BERT of a language and what cuts its texts into tokens. Immutable, thread-safe.
class SentenceBert {
 public:
  // Throws what opening a BERT and a frontend throws, kInvalidArgument if the BERT does not fit.
  SentenceBert(text::Language language, const std::filesystem::path& folder,
               const text::FrontendOptions& frontends, const ThreadPool& pool);
  ~SentenceBert();

  const bert::Encoder& encoder() const { return encoder_; }

  // The ids of an utterance's tokens, with [CLS] and [SEP]. Throws kInvalidArgument if they are not
  // those that word2ph, of each of them, was made for.
  std::vector<int64_t> Tokens(const text::Phones& phones, std::span<const int64_t> word2ph) const;

 private:
  std::filesystem::path folder_;
  bert::Encoder encoder_;
  std::shared_ptr<const text::WordPiece> vocabulary_;
  std::unique_ptr<const text::ja::JapaneseFrontend> japanese_;
};

// Features of tokens, [tokens][channels], once for each phone of a token, as files have them.
model::Tensor PhoneFeatures(View<const float> tokens, std::span<const int64_t> word2ph);

struct BertFolders {
  std::filesystem::path zh = {}, ja = {};  // Hugging Face folders; empty: there is none
  text::FrontendOptions frontends = {};    // those that the lists were cleaned with
};

// Features of single utterances, whenever they are asked for. A BERT is opened when it is first
// needed. Thread-safe.
class BertOnDemand {
 public:
  //   threads  that may compute at once
  BertOnDemand(BertFolders folders, int threads);

  // Computes the features of an utterance and writes them to its NAME.bert.pt, as bert-gen does; if
  // that cannot be written, the log says so. Several threads and processes may do so at once.
  //   word2ph  phones of each token, blanks included
  // Throws what SentenceBert throws.
  model::Tensor Make(const CleanedUtterance& utterance, std::span<const int64_t> word2ph) const;

 private:
  const SentenceBert& Of(text::Language language) const;

  BertFolders folders_;
  ThreadPool pool_;
  mutable ArenaPool arenas_;
  mutable std::mutex mutex_;
  mutable std::map<text::Language, std::unique_ptr<const SentenceBert>> berts_;
};

}  // namespace bv2::corpus
