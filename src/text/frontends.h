#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "text/frontend.h"
#include "text/language_finder.h"
#include "text/marked_text.h"
#include "text/options.h"
#include "text/passage.h"
#include "text/readings.h"
#include "text/symbols.h"

namespace bv2::text {

struct FrontendOptions {
  std::filesystem::path data;  // the folder of tables, `data/` of this project
  // vocab.txt of the Japanese BERT, whose tokens word2ph then counts; empty: words are the tokens.
  std::filesystem::path japanese_vocabulary = {};
  // Of a compiled MeCab dictionary; empty: that of mecab-ipadic-utf8.
  std::filesystem::path mecab_dictionary = {};
};

// The frontends of all languages. Each is opened when it is first asked for, for each normalization
// of its own. Thread-safe.
class Frontends {
 public:
  explicit Frontends(FrontendOptions options);

  // Throws what opening a frontend throws: kNotFound, kIo, kCorruptFile naming the file.
  const Frontend& Of(Language language,
                     Normalization normalization = Normalization::kDefault) const;

  // A text without the readings in braces, which ReadingParser::Parse takes out.
  Passage TakeReadings(std::string_view text) const;

  // A text without its language tags, each part with its language: see LanguageFinder; and with
  // readings, those in the text and those of the dictionary. Throws kInvalidArgument for a reading
  // in the text that is wrong. Warns in the log of letters that none of the languages has.
  MarkedText Mark(std::string_view text, const TextOptions& options) const;

  // The phones of a text that is spoken at once, joined; at least one span. Throws what Of throws.
  std::vector<Phones> ToSpans(const MarkedText& text,
                              Normalization normalization = Normalization::kDefault) const;

 private:
  std::unique_ptr<const Frontend> Open(Language language, Normalization normalization) const;

  FrontendOptions options_;
  LanguageFinder finder_;
  mutable std::unique_ptr<const ReadingParser> readings_;  // opened when first needed
  mutable std::mutex mutex_;
  mutable std::map<std::pair<Language, Normalization>, std::unique_ptr<const Frontend>> frontends_;
};

}  // namespace bv2::text
