#include "train/data/dataset.h"

#include <algorithm>

#include "base/check.h"
#include "base/error.h"
#include "base/log.h"
#include "base/python_random.h"
#include "base/utf8.h"
#include "corpus/feature_file.h"
#include "corpus/training_wav.h"
#include "model/tensor_file.h"
#include "train/checkpoint/tensors.h"

namespace bv2::train {
namespace {

constexpr uint64_t kShuffleSeed = 1234;
constexpr const char* kRemedy =
    "bertvits2 bert-gen makes it, training does so itself with --bert or --bert-ja, and --no-bert "
    "does without";

// Of the phones as the list has them, with a space between two.
size_t WrittenCharacters(const text::Phones& phones) {
  size_t characters = phones.phones.empty() ? 0 : phones.phones.size() - 1;
  for (const std::string& phone : phones.phones) characters += DecodeUtf8(phone).size();
  return characters;
}

// The tensor of a file that holds one, of this shape; undefined if there is none.
torch::Tensor ReadFeature(const std::filesystem::path& path, const std::vector<size_t>& shape) {
  if (corpus::FeatureShape(path) != shape) return {};
  return ToTorch(*model::TensorFile::Open(path)->Find(""));
}

}  // namespace

Dataset::Dataset(const std::filesystem::path& list, const model::DataConfig& config, bool use_bert,
                 BertSource bert)
    : config_(config),
      use_bert_(use_bert),
      bert_(std::move(bert)),
      spectrogram_({.filter_length = config.filter_length,
                    .hop_length = config.hop_length,
                    .win_length = config.win_length}),
      filters_({.sample_rate = static_cast<double>(config.sampling_rate),
                .filter_length = config.filter_length,
                .n_mel_channels = config.n_mel_channels,
                .fmin = config.mel_fmin,
                .fmax = config.mel_fmax}) {
  std::vector<corpus::CleanedUtterance> utterances = corpus::ReadCleanedList(list);
  PythonRandom(kShuffleSeed).Shuffle(utterances);
  for (corpus::CleanedUtterance& utterance : utterances) {
    const size_t characters = WrittenCharacters(utterance.phones);
    if (characters < config.min_text_len || characters > config.max_text_len) {
      ++left_out_;
      continue;
    }
    SpeakerId(utterance.speaker);
    corpus::TrainingWavSamples(utterance.audio, config);
    const uint64_t bytes = std::filesystem::file_size(utterance.audio);
    lengths_.push_back(static_cast<int64_t>(bytes / (2 * config.hop_length)));
    utterances_.push_back(std::move(utterance));
  }
  BV2_CHECK(!utterances_.empty(), "no utterance of '{}' can be used", list.string());
}

int64_t Dataset::SpeakerId(const std::string& speaker) const {
  for (const auto& [name, id] : config_.spk2id)
    if (name == speaker) return static_cast<int64_t>(id);
  Fail(ErrorCode::kInvalidArgument,
       "the speaker '{}' is not in the config's data.spk2id; bertvits2 preprocess-text writes it",
       speaker);
}

Example Dataset::Get(size_t index) const {
  const corpus::CleanedUtterance& utterance = utterances_.at(index);
  Example example{.speaker = SpeakerId(utterance.speaker)};
  example.ids = text::ToIds(utterance.phones);
  if (config_.add_blank) example.ids = text::AddBlanks(example.ids);
  const std::vector<float> wav = corpus::ReadTrainingWav(utterance.audio, config_);
  example.wav = torch::tensor(wav);
  example.spec = Spectrogram(utterance.audio, wav);
  if (use_bert_ && utterance.phones.language != text::Language::kEn) {
    const bool japanese = utterance.phones.language == text::Language::kJp;
    (japanese ? example.ja_bert : example.bert) = Bert(utterance, example.ids);
  }
  return example;
}

torch::Tensor Dataset::Spectrogram(const std::string& audio, const std::vector<float>& wav) const {
  const bool mel = config_.use_mel_posterior_encoder;
  const std::filesystem::path path = corpus::FeaturePath(audio, mel ? ".mel.pt" : ".spec.pt");
  const size_t channels = mel ? config_.n_mel_channels : spectrogram_.bins();
  torch::Tensor cached = ReadFeature(path, {channels, spectrogram_.Frames(wav.size())});
  if (cached.defined()) return cached;
  const Matrix linear = spectrogram_.Compute(wav);
  const model::Tensor computed = mel ? corpus::FeatureTensor(filters_.LogMel(linear), false)
                                     : corpus::FeatureTensor(linear, false);
  try {
    corpus::WriteFeature(path, computed);
  } catch (const Error& error) {
    LogWarning("the spectrogram is not kept: {}", error.what());
  }
  return ToTorch(computed);
}

torch::Tensor Dataset::Bert(const corpus::CleanedUtterance& utterance,
                            const text::PhoneIds& ids) const {
  const size_t phones = ids.phones.size();
  const std::filesystem::path path = corpus::FeaturePath(utterance.audio, ".bert.pt");
  const size_t channels = corpus::BertChannels(utterance.phones.language);
  torch::Tensor features = ReadFeature(path, {channels, phones});
  if (features.defined()) return features;
  if (bert_.languages.contains(utterance.phones.language))
    return ToTorch(bert_.make(utterance, ids.word2ph));
  const auto shape = corpus::FeatureShape(path);
  if (!shape) {
    Fail(ErrorCode::kNotFound, "'{}' is missing or broken; {}", path.string(), kRemedy);
  }
  Fail(ErrorCode::kCorruptFile, "'{}' holds {}, but its utterance needs {}; {}", path.string(),
       model::ShapeText(*shape), model::ShapeText({channels, phones}), kRemedy);
}

}  // namespace bv2::train
