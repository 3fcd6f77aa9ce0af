#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <filesystem>
#include <future>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "audio/wav_stream.h"
#include "audio/write.h"
#include "base/error.h"
#include "base/file.h"
#include "base/heap.h"
#include "base/json.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/device_options.h"
#include "cli/language_options.h"
#include "cli/progress.h"
#include "cli/voice_options.h"
#include "kernels/peak_probe.h"
#include "synth/pronunciation_json.h"
#include "synth/synthesizer.h"
#include "synth/timings.h"

namespace bv2::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  VoiceOptions voice;
  DeviceOptions device;
  synth::Request request;
  std::string text_file;    // "-": standard input
  std::string phones_file;  // the same, of JSON Lines
  bool print_phones = false;
  LanguageOptions language;
  std::string output = "out.wav";  // "-": standard output
  std::string samples = "pcm16";
  fs::path timings, subtitles;  // empty: not written
  bool profile = false;
  bool stream = false;
};

std::string ReadText(const std::string& file) {
  if (file != "-") return ReadFile(file);
  std::string text(std::istreambuf_iterator<char>(std::cin), {});
  if (std::cin.bad()) Fail(ErrorCode::kIo, "cannot read standard input");
  return text;
}

std::vector<synth::Pronunciation> ReadPhones(const std::string& file) {
  std::istringstream input(ReadText(file));
  std::vector<synth::Pronunciation> result;
  size_t number = 0;
  for (std::string line; std::getline(input, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      result.push_back(synth::PronunciationFromJson(Json::Parse(line, "the line")));
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("{}:{}: {}", file, number, error.what()));
    }
  }
  if (result.empty()) Fail(ErrorCode::kInvalidArgument, "'{}' has no lines of phones", file);
  return result;
}

void WriteToStandardOutput(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0)
      Fail(ErrorCode::kIo, "cannot write to standard output: {}", std::strerror(errno));
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
}

audio::Format OutputFormat(const Options& options, int sample_rate) {
  return {.container =
              options.output == "-" ? audio::Container::kWav : audio::ContainerOf(options.output),
          .sample_type = options.samples == "float32" ? audio::SampleType::kFloat32
                                                      : audio::SampleType::kPcm16,
          .sample_rate = sample_rate};
}

// Speaks into the file or the stream that the options name.
synth::Result Speak(const synth::Synthesizer& synthesizer, const Options& options,
                    synth::Watch watch) {
  const audio::Format format = OutputFormat(options, synthesizer.sample_rate());
  std::optional<Progress> progress;
  watch.progress = [&](size_t done, size_t total) {
    if (!progress) progress.emplace("speaking", total);
    progress->Update(done);
  };
  synth::Result result;
  if (options.output == "-") {
    audio::WavStream stream(format, WriteToStandardOutput);
    result = synthesizer.Synthesize(
        options.request, [&](std::span<const float> samples) { stream.Write(samples); }, watch);
  } else {
    audio::WriteAudio(options.output, format, [&](const audio::SampleSink& sink) {
      result = synthesizer.Synthesize(options.request, sink, watch);
    });
  }
  return result;
}

void WarnOfMissingBert(const Options& options, const synth::Synthesizer& synthesizer) {
  const auto needs = [&](text::Language language, const fs::path& bert) {
    return bert.empty() && options.request.language.value_or(language) == language &&
           synthesizer.HearsBert(language);
  };
  std::string missing;
  if (needs(text::Language::kZh, options.voice.files.bert)) missing = "--bert";
  if (needs(text::Language::kJp, options.language.bert_ja))
    missing += missing.empty() ? "--bert-ja" : " and no --bert-ja";
  if (!missing.empty())
    LogWarning("no {}: the voice speaks without BERT features, flatter than it could", missing);
}

// Opens the tables of the text's language while the networks are opened. What goes wrong shows when
// they are used.
std::future<void> OpenTables(const synth::Backbone& backbone, const synth::Request& request) {
  if (!request.language) return {};
  return std::async(std::launch::async, [&backbone, language = *request.language,
                                         normalization = request.normalization] {
    try {
      backbone.frontends().Of(language, normalization);
    } catch (const std::exception&) {
    }
  });
}

void Run(Options options, const EngineMaker& engine) {
  options.voice.ChooseCores();
  options.voice.files.engine = engine(options.device);  // before anything is read from a stream
  if (options.stream) {
    options.output = "-";
    options.request.early_start = true;
  }
  if (!options.text_file.empty()) options.request.text = ReadText(options.text_file);
  if (!options.phones_file.empty()) options.request.phones = ReadPhones(options.phones_file);
  const text::TextOptions text = options.language.Reading();
  options.request.language = text.language;
  options.request.normalization = text.normalization;
  options.request.foreign = text.foreign;
  options.request.dictionary = text.dictionary;
  OutputFormat(options, 44100);  // a wrong suffix is reported before anything is loaded
  UseHugePagesForHeap();
  const synth::SynthesizerFiles files = options.voice.Files(options.language);
  const auto backbone =
      std::make_shared<const synth::Backbone>(files.backbone(), options.voice.threads);
  const std::future<void> tables = OpenTables(*backbone, options.request);
  const synth::Synthesizer synthesizer(backbone, files.model, files.config);
  WarnOfMissingBert(options, synthesizer);
  if (options.print_phones) {
    for (const synth::Pronunciation& piece : synthesizer.Pronounce(options.request))
      std::cout << synth::ToJson(piece).Dump() << '\n';
    return;
  }
  synth::Profile profile;
  synth::Timings timings;
  const auto start = std::chrono::steady_clock::now();
  const synth::Result result = Speak(synthesizer, options,
                                     {.profile = options.profile ? &profile : nullptr,
                                      .timings = &timings,
                                      .ahead = !options.profile});
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  LogInfo("{}: {:.2f} s of audio in {:.2f} s, seed {}",
          options.output == "-" ? "standard output" : options.output, result.seconds(),
          elapsed.count(), result.seed);
  if (!options.timings.empty()) ReplaceFile(options.timings, synth::ToJson(timings).Dump(1) + '\n');
  if (!options.subtitles.empty()) ReplaceFile(options.subtitles, synth::ToSubtitles(timings));
  if (options.profile)
    fmt::print(stderr, "{}",
               profile.Table(result.seconds(), kernels::PeakGflops(synthesizer.pool().threads())));
}

void AddTextOptions(CLI::App& command, Options& options) {
  auto* source = command.add_option_group("source")->require_option(1);
  source->add_option("--text", options.request.text,
                     "what to say; | cuts it into slices, || into paragraphs, with pauses between");
  source
      ->add_option("--text-file", options.text_file,
                   "the same from a UTF-8 file, each line a slice; - reads standard input")
      ->type_name("FILE");
  source
      ->add_option("--phones-in", options.phones_file,
                   "phones to speak as they are: lines of `bertvits2 text`; - reads standard input")
      ->type_name("FILE");
  command.add_flag("--phones", options.print_phones,
                   "print the phones of each piece, as `bertvits2 text` does, and do not speak");
}

void AddStyleOptions(CLI::App& command, synth::Request& request) {
  command.add_option("--speaker", request.speaker, "name or id (default: the first)")
      ->type_name("NAME|ID");
  command.add_option("--sdp-ratio", request.sdp_ratio, "share of the stochastic durations, 0 to 1")
      ->capture_default_str();
  command.add_option("--noise-scale", request.noise_scale, "variation of the sound")
      ->capture_default_str();
  command.add_option("--noise-scale-w", request.noise_scale_w, "variation of the rhythm")
      ->capture_default_str();
  command.add_option("--length-scale", request.length_scale, "above 1 is slower")
      ->capture_default_str();
  command
      .add_option("--bert-weight", request.bert_weight, "influence of the BERT features, 0 to 1.5")
      ->capture_default_str();
  command.add_option("--seed", request.seed,
                     "the same seed gives the same audio (default: random)");
}

// An option in milliseconds for a value in seconds.
template <typename Seconds>
void AddPause(CLI::App& command, const std::string& name, Seconds& seconds,
              const std::string& description) {
  command
      .add_option_function<float>(
          name, [&seconds](const float& value) { seconds = value / 1000; }, description)
      ->type_name("MS")
      ->check(CLI::Range(0, 60000));
}

void AddPauseOptions(CLI::App& command, synth::Request& request) {
  AddPause(command, "--pause-ms", request.pause_seconds,
           "silence between slices and lines (default: 1000)");
  AddPause(command, "--sentence-pause-ms", request.sentence_pause_seconds,
           "silence between the sentences of a long slice (default: 300)");
  AddPause(command, "--paragraph-pause-ms", request.paragraph_pause_seconds,
           "silence at || and empty lines (default: as --pause-ms)");
}

}  // namespace

void AddSynth(CLI::App& app, const EngineMaker& engine) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("synth", "Speak text into an audio file.");
  AddVoiceOptions(*command, options->voice);
  command->add_option("--threads", options->voice.threads, "cores to use; 0: all")
      ->capture_default_str();
  AddDeviceOptions(*command, options->device);
  AddTextOptions(*command, *options);
  AddLanguageOptions(*command, options->language);
  AddStyleOptions(*command, options->request);
  AddPauseOptions(*command, options->request);
  auto* output =
      command
          ->add_option(
              "-o,--output", options->output,
              "wav, flac, ogg, opus or mp3 by its suffix; - streams wav to standard output")
          ->capture_default_str()
          ->type_name("FILE");
  command
      ->add_flag("--stream", options->stream,
                 "stream wav to standard output, as early as can be: the first clause on its own")
      ->excludes(output);
  command->add_option("--samples", options->samples, "of a wav: pcm16 or float32")
      ->capture_default_str()
      ->check(CLI::IsMember({"pcm16", "float32"}));
  command
      ->add_option("--timings", options->timings,
                   "write when each phone and word is heard, as JSON")
      ->type_name("FILE");
  command->add_option("--srt", options->subtitles, "write a subtitle for each sentence")
      ->type_name("FILE");
  command->add_flag("--profile", options->profile, "print where the time went");
  command->callback([options, engine] { Run(*options, engine); });
}

}  // namespace bv2::cli
