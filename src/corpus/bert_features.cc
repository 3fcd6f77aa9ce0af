#include "corpus/bert_features.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>

#include "corpus/feature_file.h"
#include "corpus/leftovers.h"
#include "corpus/sentence_bert.h"
#include "corpus/training_lists.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".bert.pt";
// From here on more rows make the matrix products no faster.
constexpr size_t kTokensAtOnce = 512;

// A sentence whose features are to be computed.
struct Sentence {
  const CleanedUtterance* utterance;
  std::vector<int64_t> word2ph;      // phones of each token, blanks included
  std::vector<int64_t> tokens = {};  // ids, with [CLS] and [SEP]
};

class Step {
 public:
  Step(const model::DataConfig& config, const BertStepOptions& options, const ThreadPool& pool,
       Tally& tally)
      : config_(config), options_(options), pool_(pool), tally_(tally) {}

  // Deals with what needs no BERT: lines that are up to date or wrong, and English.
  void Start(const CleanedUtterance& utterance) {
    const text::Language language = utterance.phones.language;
    text::PhoneIds ids = text::ToIds(utterance.phones);
    if (config_.add_blank) ids = text::AddBlanks(ids);
    const fs::path path = FeaturePath(utterance.audio, kSuffix);
    const size_t channels = BertChannels(language), phones = ids.phones.size();
    if (!options_.force && FeatureShape(path) == std::vector<size_t>{channels, phones})
      return tally_.UpToDate();
    if (language == text::Language::kEn) {
      WriteFeature(path, ZeroFeatures(channels, phones));
      return tally_.Written(0);
    }
    const std::lock_guard lock(mutex_);
    pending_[static_cast<size_t>(language)].push_back(
        {.utterance = &utterance, .word2ph = std::move(ids.word2ph)});
  }

  void Finish(text::Language language) {
    auto& sentences = pending_[static_cast<size_t>(language)];
    if (sentences.empty()) return;
    const SentenceBert bert(language,
                            language == text::Language::kZh ? options_.bert_zh : options_.bert_ja,
                            options_.frontends, pool_);
    pool_.ParallelFor(sentences.size(), [&](size_t i) {
      Try(*sentences[i].utterance, [&] {
        sentences[i].tokens = bert.Tokens(sentences[i].utterance->phones, sentences[i].word2ph);
      });
    });
    std::erase_if(sentences, [](const Sentence& sentence) { return sentence.tokens.empty(); });
    std::ranges::sort(sentences, [](const Sentence& a, const Sentence& b) {
      return std::pair(b.tokens.size(), std::string_view(a.utterance->audio)) <
             std::pair(a.tokens.size(), std::string_view(b.utterance->audio));
    });
    for (std::span<const Sentence> rest = sentences; !rest.empty();) {
      size_t count = 0, tokens = 0;
      while (count < rest.size() &&
             (count == 0 || tokens + rest[count].tokens.size() <= kTokensAtOnce))
        tokens += rest[count++].tokens.size();
      ComputeBatch(rest.first(count), bert.encoder());
      rest = rest.subspan(count);
    }
  }

  template <typename Action>
  void Try(const CleanedUtterance& utterance, const Action& action) {
    try {
      action();
    } catch (const std::exception& error) {
      tally_.Failed(utterance.audio, error.what());
    }
  }

 private:
  void ComputeBatch(std::span<const Sentence> sentences, const bert::Encoder& encoder) {
    std::vector<int64_t> tokens;
    std::vector<size_t> lengths, firsts;
    for (const Sentence& sentence : sentences) {
      firsts.push_back(tokens.size());
      lengths.push_back(sentence.tokens.size());
      tokens.insert(tokens.end(), sentence.tokens.begin(), sentence.tokens.end());
    }
    const Arena::Scope scope(arena_);
    const View<float> features = arena_.Matrix(tokens.size(), encoder.hidden());
    encoder.Encode(tokens, lengths, features, {.pool = pool_, .arena = arena_});
    pool_.ParallelFor(sentences.size(), [&](size_t i) {
      Try(*sentences[i].utterance, [&] {
        WriteFeature(FeaturePath(sentences[i].utterance->audio, kSuffix),
                     PhoneFeatures(features.Rows(firsts[i], lengths[i]), sentences[i].word2ph));
        tally_.Written(static_cast<double>(lengths[i]));
      });
    });
  }

  const model::DataConfig& config_;
  const BertStepOptions& options_;
  const ThreadPool& pool_;
  Tally& tally_;
  Arena arena_;
  std::mutex mutex_;
  std::vector<Sentence> pending_[2];  // Chinese, Japanese
};

}  // namespace

StepSummary WriteBertFeatures(const model::DataConfig& config, const BertStepOptions& options,
                              const ThreadPool& pool, const StepProgress& progress) {
  const auto utterances = ReadTrainingLists(config, options.shard);
  std::vector<fs::path> outputs;
  for (const CleanedUtterance& utterance : utterances)
    if (utterance.audio.ends_with(".wav")) outputs.push_back(FeaturePath(utterance.audio, kSuffix));
  RemoveLeftovers(outputs);

  Tally tally(utterances.size(), progress);
  Step step(config, options, pool, tally);
  pool.ParallelFor(utterances.size(),
                   [&](size_t i) { step.Try(utterances[i], [&] { step.Start(utterances[i]); }); });
  for (const text::Language language : {text::Language::kZh, text::Language::kJp})
    step.Finish(language);
  return tally.Summary();
}

}  // namespace bv2::corpus
