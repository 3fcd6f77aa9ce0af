#include "eval/evaluator.h"

#include <algorithm>
#include <utility>

#include "base/denormals.h"
#include "base/error.h"
#include "base/log.h"
#include "base/rng.h"
#include "model/weights.h"

namespace bv2::eval {
namespace {

vits::SampleSink AppendTo(std::vector<float>& samples) {
  return [&samples](std::span<const float> more) {
    samples.insert(samples.end(), more.begin(), more.end());
  };
}

}  // namespace

Evaluator::Evaluator(const std::filesystem::path& model, const model::Config& config,
                     const Analyzer& analyzer, const SpeakingOptions& options,
                     const ThreadPool& pool)
    : analyzer_(analyzer),
      options_(options),
      pool_(pool),
      blanks_(config.data.add_blank),
      voice_(model::OpenVoiceWeights(model), config, pool) {}

std::vector<float> Evaluator::Speak(const vits::Utterance& utterance, std::span<int> frames,
                                    const Context& context) const {
  Rng rng(options_.seed);
  vits::SeededNoise noise(rng);
  std::vector<float> samples;
  voice_.Infer(utterance, noise, AppendTo(samples), frames, context);
  return samples;
}

void Evaluator::Listen(const Recording& recording, vits::Utterance utterance,
                       std::vector<int>& frames, Evaluated& result, const Context& context) const {
  const Arena::Scope scope(context.arena);
  Rng rng(options_.seed);
  vits::SeededNoise noise(rng);
  const vits::Heard heard =
      voice_.Listen(utterance, analyzer_.PosteriorInput(recording.sound), noise, context);
  std::vector<float> samples;
  voice_.Decode(heard.z, utterance.speaker, options_.infer, AppendTo(samples), context);
  result.copied = analyzer_.Analyze(std::move(samples));
  utterance.frames = frames = heard.frames;
  result.timed = analyzer_.Analyze(Speak(utterance, {}, context));

  Measures& measures = result.measures;
  measures.copied = Distance::Between(recording.sound, result.copied);
  measures.timed = Distance::Between(recording.sound, result.timed);
  measures.divergence_frames = heard.z.rows();
  measures.divergence = heard.divergence * static_cast<double>(heard.z.rows());
}

Evaluated Evaluator::Evaluate(const Recording& recording) const {
  const FlushDenormals flush;
  const ArenaPool::Lease arena(arenas_);
  const Arena::Scope scope(*arena);
  const Context context{.pool = pool_, .arena = *arena};
  std::vector<float> speaker(voice_.gin_channels());
  if (voice_.speakers() > 0)
    std::ranges::copy(voice_.Speaker(recording.speaker_id), speaker.begin());
  else
    voice_.SpeakerFromReference(analyzer_.PosteriorInput(recording.sound), speaker, context);
  const vits::Utterance utterance{.phones = {.phones = recording.ids.phones,
                                             .tones = recording.ids.tones,
                                             .languages = recording.ids.languages,
                                             .bert = recording.bert,
                                             .ja_bert = recording.ja_bert},
                                  .speaker = speaker,
                                  .options = options_.infer};
  Evaluated result;
  Measures& measures = result.measures;
  const double recorded_seconds =
      static_cast<double>(recording.sound.mel.rows()) * analyzer_.frame_seconds();
  measures.utterances = 1;
  measures.recorded_seconds = recorded_seconds;
  std::vector<int> found;
  if (listens()) Listen(recording, utterance, found, result, context);
  try {
    std::vector<int> predicted(recording.ids.phones.size());
    result.spoken = analyzer_.Analyze(Speak(utterance, predicted, context));
    measures.spoken = Distance::Warped(recording.sound, result.spoken);
    measures.spoken_seconds =
        static_cast<double>(result.spoken.mel.rows()) * analyzer_.frame_seconds();
    measures.spoken_of_seconds = recorded_seconds;
    if (!found.empty())
      measures.durations = DurationError(found, predicted, blanks_, analyzer_.frame_seconds());
  } catch (const Error& error) {
    // A voice that has hardly begun to learn may want to speak for minutes.
    if (error.code() != ErrorCode::kOutOfRange) throw;
    LogWarning("{}: {}", recording.audio, error.what());
    measures.unspoken = 1;
  }
  return result;
}

}  // namespace bv2::eval
