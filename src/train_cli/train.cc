#include <fmt/format.h>
#include <torch/cuda.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/log.h"
#include "board/revision.h"
#include "board/run_folder.h"
#include "train/dist/launch.h"
#include "train/trainer.h"
#include "train_cli/bert_options.h"
#include "train_cli/commands.h"

namespace bv2::train_cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path config;
  std::string model;
  int nproc = 1;
  std::string device = "cpu";
  bool no_bert = false;
  bool no_eval = false;
  BertOptions bert;
  bool no_validate = false;
  train::TrainerOptions trainer;
};

// Of this process, as it was started.
std::vector<std::string> CommandLine() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  std::vector<std::string> command;
  for (size_t begin = 0; begin < bytes.size();) {
    const size_t end = bytes.find('\0', begin);
    command.push_back(bytes.substr(begin, end - begin));
    begin = end + 1;
  }
  BV2_CHECK(!command.empty(), "the command line of this process cannot be read");
  command[0] = fs::read_symlink("/proc/self/exe").string();
  return command;
}

torch::Device DeviceOf(const Options& options, const train::World& world) {
  if (options.device == "cpu") return torch::kCPU;
  BV2_CHECK(torch::cuda::is_available(), "--device cuda: this LibTorch finds no GPU");
  const auto count = static_cast<int>(torch::cuda::device_count());
  BV2_CHECK(world.local_rank < count, "local rank {} has no GPU of its own; there are {}",
            world.local_rank, count);
  return {torch::kCUDA, static_cast<c10::DeviceIndex>(world.local_rank)};
}

// Without -c a run goes on with the config that its folder has.
fs::path ConfigOf(const Options& options) {
  if (!options.config.empty()) return options.config;
  const fs::path kept = options.trainer.folder / "config.json";
  return fs::exists(kept) ? kept : fs::path("configs/base.json");
}

size_t KeptCheckpoints(const model::Config& config) {
  const Json* train = config.json.Find("train");
  const Json* keep = train == nullptr ? nullptr : train->Find("keep_ckpts");
  return keep == nullptr ? 5 : static_cast<size_t>(std::max<int64_t>(keep->AsInteger(), 0));
}

void Run(Options& options) {
  const train::World world = train::WorldFromEnvironment();
  if (options.nproc > 1 && !world.distributed()) {
    const int status = train::LaunchRanks({.command = CommandLine(), .processes = options.nproc});
    if (status != 0) throw CLI::RuntimeError(status);
    return;
  }
  train::TrainerOptions& trainer = options.trainer;
  trainer.folder = fs::path("logs") / options.model;
  trainer.use_bert = !options.no_bert;
  trainer.bert = SourceOf(options.bert, trainer.loader_threads);
  trainer.evaluate = !options.no_eval;
  trainer.validate = !options.no_validate;
  trainer.device = DeviceOf(options, world);
  const fs::path path = ConfigOf(options);
  const model::Config config = model::Config::Read(path);
  trainer.keep_ckpts = KeptCheckpoints(config);
  if (config.train.freeze_zh_bert) trainer.freeze.emplace_back("enc_p.bert_proj");
  if (config.train.freeze_jp_bert) trainer.freeze.emplace_back("enc_p.ja_bert_proj");
  if (!config.model.use_duration_discriminator) trainer.duration_gan = train::DurationGan::kOff;
  if (world.leads()) {
    if (path != trainer.folder / "config.json") board::PrepareRunFolder(trainer.folder, path);
    if (const auto warning = board::CheckRevision(trainer.folder, board::Revision()))
      LogWarning("{}", *warning);
  }
  if (train::Train(config, trainer, world) == train::TrainingEnd::kStopped && world.leads())
    LogInfo("stopped; the same command goes on from here");
}

const std::map<std::string, train::DurationGan> kDurationGans = {
    {"original", train::DurationGan::kOriginal},
    {"fixed", train::DurationGan::kFixed},
    {"off", train::DurationGan::kOff}};
const std::map<std::string, train::ResumeRule> kResumeRules = {
    {"exact", train::ResumeRule::kExact}, {"original", train::ResumeRule::kOriginal}};

const std::map<std::string, train::Precision> kPrecisions = {{"fp32", train::Precision::kFloat},
                                                             {"bf16", train::Precision::kBFloat16},
                                                             {"fp16", train::Precision::kHalf}};

void AddRunOptions(CLI::App& command, Options& options) {
  command
      .add_option("-c,--config", options.config,
                  "config.json; default: the one in the model's folder, else configs/base.json")
      ->type_name("FILE");
  command
      .add_option("-m,--model", options.model,
                  "name of the voice: checkpoints and logs are in logs/NAME")
      ->type_name("NAME")
      ->required();
  command
      .add_option("--base", options.trainer.base,
                  "G_*.pth to start from; D_ and DUR_ of the same number beside it are used, too")
      ->type_name("FILE");
  command.add_option("--max-steps", options.trainer.max_steps, "end after so many steps in all")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--resume", options.trainer.resume,
                  "exact: as if the run had never stopped; original: as the Python program does")
      ->transform(CLI::CheckedTransformer(kResumeRules).description("exact|original"));
  command
      .add_option(
          "--duration-discriminator", options.trainer.duration_gan,
          "original: as it is in 1.1.1; fixed: with real and generated the right way round, "
          "and teaching the generator; off")
      ->transform(CLI::CheckedTransformer(kDurationGans).description("original|fixed|off"));
  command
      .add_option("--freeze", options.trainer.freeze,
                  "parts of the generator that are not trained, by the names of their parameters: "
                  "enc_p,emb_g for example; bert: the layers that take its features in")
      ->type_name("PARTS")
      ->delimiter(',')
      ->take_all();
  AddBertOptions(command, options.bert);
  command.add_flag("--no-bert", options.no_bert, "train with zeros instead of BERT's features");
  command.add_flag("--no-eval", options.no_eval,
                   "write checkpoints without speaking the validation "
                   "list");
  command.add_flag("--no-validate", options.no_validate,
                   "start without looking at the whole corpus first");
}

void AddMachineOptions(CLI::App& command, Options& options) {
  command.add_option("--nproc", options.nproc, "processes to start on this host; default 1")
      ->type_name("N")
      ->check(CLI::Range(1, 1024));
  command.add_option("--device", options.device, "cpu or cuda; default cpu")
      ->check(CLI::IsMember({"cpu", "cuda"}));
  command
      .add_option("--precision", options.trainer.precision,
                  "of convolutions and matrix products: fp32, bf16 or, on GPUs, fp16; default: by "
                  "the config's fp16_run and bf16_run")
      ->transform(CLI::CheckedTransformer(kPrecisions).description("fp32|bf16|fp16"));
  command
      .add_option("--threads", options.trainer.threads,
                  "of each process; default: its share of the cores")
      ->type_name("N");
  command
      .add_option("--loader-threads", options.trainer.loader_threads,
                  "that read the corpus ahead; default 2")
      ->type_name("N")
      ->check(CLI::Range(1, 256));
}

}  // namespace

void AddTrain(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "train", "Train a voice, or go on training it. SIGTERM and Ctrl-C save everything first.");
  AddRunOptions(*command, *options);
  AddMachineOptions(*command, *options);
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::train_cli
