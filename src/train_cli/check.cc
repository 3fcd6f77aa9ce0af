#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "base/error.h"
#include "train_check/kinds.h"
#include "train_cli/commands.h"

namespace bv2::train_cli {
namespace {

struct Options {
  std::filesystem::path golden;
  std::string filter;
};

void Run(const Options& options) {
  const auto kinds = train_check::Kinds();
  const check::Summary summary =
      check::RunCases(options.golden, options.filter, kinds, [](const check::Outcome& outcome) {
        std::cout << check::Line(outcome) << '\n' << std::flush;
      });
  std::cout << fmt::format("{} ok, {} failed, {} skipped\n", summary.ok, summary.failed,
                           summary.skipped)
            << std::flush;
  if (summary.failed > 0)
    Fail(ErrorCode::kInternal, "{} of {} cases differ from the reference", summary.failed,
         summary.ok + summary.failed);
  if (summary.ok == 0 && summary.skipped == 0)
    Fail(ErrorCode::kNotFound, "no case matches the filter '{}'", options.filter);
}

}  // namespace

void AddCheck(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "check",
      "Compare training with recorded results of the Python original, gradients included: a line "
      "a case with the largest error, and the first tensor that diverges.");
  command->add_option("--golden", options->golden, "folder of recorded cases")
      ->type_name("DIR")
      ->required();
  command
      ->add_option("--filter", options->filter,
                   "only cases whose name contains this, or matches it as a whole if it has * or ?")
      ->type_name("NAME");
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::train_cli
