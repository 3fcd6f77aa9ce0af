// bertvits2: one program, a subcommand a file. Exit status 0 done, 1 failed, 2 wrong usage.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <string_view>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/torch_program.h"
#include "kernels/instruction_set.h"

namespace bv2::cli {
namespace {

constexpr int kDone = 0, kFailed = 1, kWrongUsage = 2;

int Report(int status, std::string_view message) {
  while (message.ends_with('\n')) message.remove_suffix(1);
  fmt::print(stderr, "bertvits2: error: {}\n", message);
  return status;
}

// A full disk or a closed pipe shows only now.
void FlushOutput() {
  if (!std::cout.flush() || std::fflush(stdout) != 0)
    Fail(ErrorCode::kIo, "cannot write to standard output");
}

int Main(int argc, const char* const* argv) {
  CLI::App app("Text to speech with Bert-VITS2 voices.", "bertvits2");
  app.set_version_flag("--version", "bertvits2 " BV2_VERSION, "print the version");
  app.set_help_flag("-h,--help", "print this help");
  app.require_subcommand(1);
  app.option_defaults()->take_last();  // of an option given twice, as scripts and aliases do
  app.fallthrough();                   // options of the program may follow the subcommand
  app.add_option_function<std::string>("--simd", &kernels::LimitInstructionSet,
                                       "the best instruction set to use (default: this machine's)")
      ->check(CLI::IsMember(kernels::InstructionSets()));
  const EngineMaker engine = [argc, argv](const DeviceOptions& options) {
    if (options.needs_torch()) BecomeTorchProgram({argv + 1, argv + argc});
    return CpuEngine(options.fast);
  };
  AddSynth(app, engine);
  AddServe(app, engine);
  for (const auto add :
       {AddCheck, AddText, AddResample, AddPreprocessText, AddBertGen, AddSpecGen, AddValidate,
        AddTrain, AddEval, AddEvents, AddInspect, AddConvert, AddBench})
    add(app);
  try {
    app.parse(argc, argv);
    FlushOutput();
    return kDone;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help or version
    const auto chosen = app.get_subcommands();
    return Report(kWrongUsage, fmt::format("{} (see bertvits2 {}--help)", error.what(),
                                           chosen.empty() ? "" : chosen[0]->get_name() + " "));
  } catch (const std::bad_alloc&) {
    return Report(kFailed, "there is not enough memory");
  } catch (const std::exception& error) {
    return Report(kFailed, error.what());
  }
}

}  // namespace
}  // namespace bv2::cli

int main(int argc, char** argv) { return bv2::cli::Main(argc, argv); }
