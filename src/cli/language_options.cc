#include "cli/language_options.h"

#include <CLI/CLI.hpp>

#include "text/data_folder.h"
#include "text/readings.h"
#include "text/user_dictionary.h"

namespace bv2::cli {

bool IsAutomatic(std::string_view language) { return language == "AUTO" || language == "auto"; }

text::Normalization TextOptions::Normalization() const {
  return normalize == "upstream" ? text::Normalization::kUpstream : text::Normalization::kDefault;
}

namespace {

std::shared_ptr<const text::UserDictionary> OpenDictionary(const LanguageOptions& options) {
  if (options.dictionaries.empty()) return nullptr;
  return std::make_shared<const text::UserDictionary>(
      options.dictionaries, text::ReadingParser(text::DataFolder(options.data)));
}

}  // namespace

text::TextOptions LanguageOptions::Reading() const {
  return {.language = text::ParseLanguage(CLI::detail::to_lower(language)),  // none for AUTO
          .normalization = Normalization(),
          .foreign = latin == "drop" ? text::Foreign::kDrop : text::Foreign::kSpeak,
          .dictionary = OpenDictionary(*this)};
}

text::FrontendOptions TextOptions::Frontends() const {
  text::FrontendOptions result = {.data = text::DataFolder(data),
                                  .mecab_dictionary = mecab_dictionary};
  if (!bert_ja.empty()) result.japanese_vocabulary = bert_ja / "vocab.txt";
  return result;
}

void TextOptions::FindBertJa() {
  constexpr const char* kUsual = "bert/bert-base-japanese-v3";
  if (bert_ja.empty() && std::filesystem::exists(kUsual)) bert_ja = kUsual;
}

void AddTextOptions(CLI::App& command, TextOptions& options) {
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

void AddLanguageOptions(CLI::App& command, LanguageOptions& options) {
  command
      .add_option("--language", options.language,
                  "language of the text; AUTO finds it out, in each part of the text")
      ->capture_default_str()
      ->check(CLI::IsMember({"ZH", "JP", "JA", "EN", "AUTO"}, CLI::ignore_case));
  command
      .add_option("--latin", options.latin,
                  "words in other languages, as English in Chinese: speak, or drop as the original")
      ->capture_default_str()
      ->check(CLI::IsMember({"speak", "drop"}));
  command
      .add_option("--dict", options.dictionaries,
                  "readings of words: lines of word, tab, reading; may be given several times")
      ->allow_extra_args(false)
      ->type_name("FILE");
  AddTextOptions(command, options);
}

}  // namespace bv2::cli
