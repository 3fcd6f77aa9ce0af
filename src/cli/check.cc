#include "check/runner.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "base/error.h"
#include "cli/commands.h"
#include "text/data_folder.h"

namespace bv2::cli {
namespace {

struct Options {
  check::Options check;
  std::string data;
};

// Without --data a missing folder only means that the text cases are skipped.
std::filesystem::path OptionalDataFolder(const std::string& option) {
  try {
    return text::DataFolder(option);
  } catch (const Error& error) {
    if (!option.empty() || error.code() != ErrorCode::kNotFound) throw;
    return {};
  }
}

void Run(Options options) {
  options.check.data = OptionalDataFolder(options.data);
  const check::Summary summary = check::Run(options.check, [](const check::Outcome& outcome) {
    std::cout << check::Line(outcome) << '\n' << std::flush;
  });
  std::cout << fmt::format("{} ok, {} failed, {} skipped\n", summary.ok, summary.failed,
                           summary.skipped)
            << std::flush;
  if (summary.failed > 0)
    Fail(ErrorCode::kInternal, "{} of {} cases differ from the reference", summary.failed,
         summary.ok + summary.failed);
  if (summary.ok == 0 && summary.skipped == 0)
    Fail(ErrorCode::kNotFound, "no case matches the filter '{}'", options.check.filter);
}

}  // namespace

void AddCheck(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "check",
      "Compare this program with recorded results of the Python original: a line a case with the "
      "largest error, and the first stage that diverges.");
  command->add_option("--golden", options->check.golden, "folder of recorded cases")
      ->type_name("DIR")
      ->required();
  command
      ->add_option("--filter", options->check.filter,
                   "only cases whose name contains this, or matches it as a whole if it has * or ?")
      ->type_name("NAME");
  command
      ->add_option("--bert", options->check.bert,
                   "folder of the Chinese BERT, for the cases that need its vocabulary")
      ->type_name("DIR");
  command->add_option("--bert-ja", options->check.bert_ja, "the same of the Japanese BERT")
      ->type_name("DIR");
  command->add_option("--data", options->data, "folder of the language tables")->type_name("DIR");
  command->add_flag("--fast", options->check.voice.fast,
                    "decode with the rounding error of `synth --fast`");
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
