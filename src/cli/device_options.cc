#include "cli/device_options.h"

#include <CLI/CLI.hpp>

#include "base/check.h"

namespace bv2::cli {
namespace {

// Empty, or what is wrong.
std::string CheckDevice(const std::string& name) {
  constexpr std::string_view kNumbered = "cuda:";
  const bool numbered = name.starts_with(kNumbered) && name.size() > kNumbered.size() &&
                        name.find_first_not_of("0123456789", kNumbered.size()) == std::string::npos;
  if (numbered || name == "cpu" || name == "cuda" || name == "torch") return "";
  return "'" + name + "' is not cpu, cuda, cuda:N or torch";
}

}  // namespace

bool DeviceOptions::needs_torch() const {
  if (device != "cpu") {
    BV2_CHECK(!fast, "--fast is of --device cpu; for {} choose a --precision", device);
    return true;
  }
  BV2_CHECK(precision == "fp32", "--precision {} needs a GPU: --device cuda", precision);
  return false;
}

std::shared_ptr<const synth::Engine> CpuEngine(bool fast) {
  return std::make_shared<const synth::CpuEngine>(vits::VoiceOptions{.fast = fast});
}

void AddFastFlag(CLI::App& command, bool& fast) {
  command.add_flag("--fast", fast,
                   "decode faster, with a larger rounding error that is still far below hearing");
}

void AddDeviceOptions(CLI::App& command, DeviceOptions& options) {
  command
      .add_option("--device", options.device,
                  "cpu; cuda or cuda:N, a GPU; torch, the CPU as LibTorch uses it")
      ->capture_default_str()
      ->type_name("NAME")
      ->check(CheckDevice);
  command
      .add_option("--precision", options.precision,
                  "of BERT and the decoder on a GPU: fp32, tf32, bf16 or fp16")
      ->capture_default_str()
      ->type_name("NAME")
      ->check(CLI::IsMember({"fp32", "tf32", "bf16", "fp16"}));
  AddFastFlag(command, options.fast);
}

}  // namespace bv2::cli
