#pragma once

#include <filesystem>
#include <string>

#include "text/options.h"
#include "text/symbols.h"

namespace CLI {
class App;
}

namespace bv2::cli {

// What every subcommand that reads text lets the user choose.
struct LanguageOptions {
  std::string language = "ZH";
  std::string normalize = "default";
  std::string data;
  std::filesystem::path bert_ja;
  std::filesystem::path mecab_dictionary;

  text::Language Language() const { return *text::ParseLanguage(language); }
  text::Normalization Normalization() const;
};

void AddLanguageOptions(CLI::App& command, LanguageOptions& options);

}  // namespace bv2::cli
