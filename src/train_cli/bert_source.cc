#include <memory>

#include "corpus/sentence_bert.h"
#include "text/data_folder.h"
#include "train_cli/bert_options.h"

namespace bv2::train_cli {

train::BertSource SourceOf(const BertOptions& options, size_t threads) {
  train::BertSource source;
  if (!options.zh.empty()) source.languages.insert(text::Language::kZh);
  if (!options.ja.empty()) source.languages.insert(text::Language::kJp);
  if (source.languages.empty()) return source;

  corpus::BertFolders folders{.zh = options.zh, .ja = options.ja};
  folders.frontends.mecab_dictionary = options.mecab_dictionary;
  if (!options.ja.empty()) folders.frontends.data = text::DataFolder(options.data);
  const auto bert =
      std::make_shared<const corpus::BertOnDemand>(folders, static_cast<int>(threads));
  source.make = [bert](const corpus::CleanedUtterance& utterance,
                       std::span<const int64_t> word2ph) { return bert->Make(utterance, word2ph); };
  return source;
}

}  // namespace bv2::train_cli
