// bertvits2-train: what needs LibTorch. Exit status 0 done, 1 failed, 2 wrong usage.

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <string_view>

#include "train_cli/commands.h"

namespace bv2::train_cli {
namespace {

constexpr int kDone = 0, kFailed = 1, kWrongUsage = 2;

int Report(int status, std::string_view message) {
  while (message.ends_with('\n')) message.remove_suffix(1);
  fmt::print(stderr, "bertvits2-train: error: {}\n", message);
  return status;
}

int Main(int argc, const char* const* argv) {
  CLI::App app("Training of Bert-VITS2 voices, and speaking with them on GPUs.", "bertvits2-train");
  app.set_version_flag("--version", "bertvits2-train " BV2_VERSION, "print the version");
  app.set_help_flag("-h,--help", "print this help");
  app.require_subcommand(1);
  app.option_defaults()->take_last();
  for (const auto add : {AddTrain, AddCheck, AddSpeaking}) add(app);
  try {
    app.parse(argc, argv);
    return kDone;
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();  // of processes that were started; they have said why
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help or version
    return Report(kWrongUsage, fmt::format("{} (see bertvits2-train --help)", error.what()));
  } catch (const c10::Error& error) {
    return Report(kFailed, error.what_without_backtrace());
  } catch (const std::exception& error) {
    return Report(kFailed, error.what());
  }
}

}  // namespace
}  // namespace bv2::train_cli

int main(int argc, char** argv) { return bv2::train_cli::Main(argc, argv); }
