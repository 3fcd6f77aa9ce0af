#include "train_cli/bert_options.h"

#include <CLI/CLI.hpp>

namespace bv2::train_cli {

void AddBertOptions(CLI::App& command, BertOptions& options) {
  command
      .add_option("--bert,--bert-zh", options.zh,
                  "folder of the Chinese BERT: features whose files are missing are computed")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command.add_option("--bert-ja", options.ja, "the same for Japanese")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command
      .add_option("--mecab-dictionary", options.mecab_dictionary,
                  "the one that the list was cleaned with (default: mecab-ipadic-utf8)")
      ->type_name("DIR");
  command.add_option("--data", options.data, "folder of the language tables")->type_name("DIR");
}

}  // namespace bv2::train_cli
