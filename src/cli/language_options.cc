#include "cli/language_options.h"

#include <CLI/CLI.hpp>

namespace bv2::cli {

text::Normalization LanguageOptions::Normalization() const {
  return normalize == "upstream" ? text::Normalization::kUpstream : text::Normalization::kDefault;
}

void AddLanguageOptions(CLI::App& command, LanguageOptions& options) {
  command.add_option("--language", options.language, "language of the text")
      ->capture_default_str()
      ->check(CLI::IsMember({"ZH", "JP", "JA", "EN"}, CLI::ignore_case));
  command
      .add_option("--normalize", options.normalize,
                  "default, as a person reads; upstream, exactly as the original does")
      ->capture_default_str()
      ->check(CLI::IsMember({"default", "upstream"}));
  command
      .add_option("--bert-ja", options.bert_ja,
                  "folder of bert-base-japanese-v3; without it Japanese has no BERT features")
      ->type_name("DIR");
  command
      .add_option("--mecab-dictionary", options.mecab_dictionary,
                  "folder of a MeCab dictionary in UTF-8 (default: mecab-ipadic-utf8)")
      ->type_name("DIR");
  command.add_option("--data", options.data, "folder of the language tables")->type_name("DIR");
}

}  // namespace bv2::cli
