#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "train/data/bert_source.h"

namespace CLI {
class App;
}

namespace bv2::train_cli {

// BERTs that compute features whose files are missing.
struct BertOptions {
  std::filesystem::path zh, ja;            // Hugging Face folders; empty: there is none
  std::filesystem::path mecab_dictionary;  // the one that the list was cleaned with
  std::string data;                        // folder of the language tables; empty: it is looked for
};

void AddBertOptions(CLI::App& command, BertOptions& options);

//   threads  that may compute at once
// Throws kUnsupported in a lean build (BV2_TRAIN_LEAN) if there is a BERT.
train::BertSource SourceOf(const BertOptions& options, size_t threads);

}  // namespace bv2::train_cli
