#include "eval/recordings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "corpus/feature_file.h"
#include "corpus/training_wav.h"
#include "model/tensor_file.h"

namespace bv2::eval {
namespace {

constexpr size_t kBertChannels = 1024;
constexpr size_t kJaBertChannels = 768;

int64_t SpeakerId(const std::string& speaker, const model::DataConfig& config) {
  // A voice that takes its speaker from the recording has no ids.
  if (config.n_speakers == 0) return 0;
  for (const auto& [name, id] : config.spk2id)
    if (name == speaker) return static_cast<int64_t>(id);
  Fail(ErrorCode::kInvalidArgument, "the speaker '{}' is not in the config's data.spk2id", speaker);
}

// [phones][channels] of the recording's .bert.pt.
Matrix ReadBert(const std::string& audio, size_t phones, size_t channels) {
  const std::filesystem::path path = corpus::FeaturePath(audio, ".bert.pt");
  const auto shape = corpus::FeatureShape(path);
  if (!shape)
    Fail(ErrorCode::kNotFound,
         "'{}' is missing or broken; bertvits2 bert-gen makes it, --no-bert does without",
         path.string());
  if (*shape != std::vector<size_t>{channels, phones})
    Fail(ErrorCode::kCorruptFile,
         "'{}' holds {}, but its utterance needs {}; bertvits2 bert-gen makes it anew",
         path.string(), model::ShapeText(*shape), model::ShapeText({channels, phones}));
  std::vector<float> values(channels * phones);
  const auto file = model::TensorFile::Open(path);
  model::ToFloats(*file->Find(""), values);
  Matrix features(phones, channels);
  for (size_t t = 0; t < phones; ++t)
    for (size_t c = 0; c < channels; ++c) features(t, c) = values[c * phones + t];
  return features;
}

Recording Read(const corpus::CleanedUtterance& utterance, const model::DataConfig& config,
               const Analyzer& analyzer, bool use_bert) {
  Recording recording{.audio = utterance.audio,
                      .speaker = utterance.speaker,
                      .speaker_id = SpeakerId(utterance.speaker, config),
                      .language = utterance.phones.language};
  recording.ids = text::ToIds(utterance.phones);
  if (config.add_blank) recording.ids = text::AddBlanks(recording.ids);
  const size_t phones = recording.ids.phones.size();
  if (use_bert && recording.language == text::Language::kZh)
    recording.bert = ReadBert(utterance.audio, phones, kBertChannels);
  if (use_bert && recording.language == text::Language::kJp)
    recording.ja_bert = ReadBert(utterance.audio, phones, kJaBertChannels);
  std::vector<float> samples = corpus::ReadTrainingWav(utterance.audio, config);
  try {
    recording.sound = analyzer.Analyze(std::move(samples));
  } catch (const Error& error) {
    throw Error(error.code(), fmt::format("{}: {}", utterance.audio, error.what()));
  }
  return recording;
}

}  // namespace

std::vector<Recording> ReadRecordings(const std::filesystem::path& list,
                                      const model::DataConfig& config, const Analyzer& analyzer,
                                      const RecordingOptions& options, const ThreadPool& pool) {
  const std::vector<corpus::CleanedUtterance> utterances = corpus::ReadCleanedList(list);
  BV2_CHECK(!utterances.empty(), "'{}' has no utterances", list.string());
  const size_t count =
      options.most == 0 ? utterances.size() : std::min(options.most, utterances.size());
  std::vector<Recording> recordings(count);
  pool.ParallelFor(count, [&](size_t i) {
    recordings[i] =
        Read(utterances[i * utterances.size() / count], config, analyzer, options.use_bert);
  });
  return recordings;
}

}  // namespace bv2::eval
