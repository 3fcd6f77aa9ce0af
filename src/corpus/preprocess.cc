#include "corpus/preprocess.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/file.h"
#include "base/json_edit.h"
#include "corpus/leftovers.h"
#include "model/config.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

// Where everything goes.
struct Outputs {
  fs::path cleaned, rejected, train, val, config;

  explicit Outputs(const PreprocessOptions& options)
      : cleaned(options.cleaned_path.value_or(options.transcription_path.string() + ".cleaned")),
        rejected(options.transcription_path.string() + ".rejected"),
        train(options.train_path),
        val(options.val_path),
        config(options.config_path) {
    if (!options.shard) return;
    const std::string part =
        fmt::format(".{:05}-of-{:05}", options.shard->index, options.shard->count);
    cleaned += part;
    rejected += part;
  }

  void RemoveLeftovers(const PreprocessOptions& options) const {
    const std::array own{cleaned, rejected, train, val, config};
    corpus::RemoveLeftovers(std::span(own).first(options.shard ? 2 : own.size()));
  }
};

// Writes files, but only those whose content is new.
class Writer {
 public:
  explicit Writer(std::vector<fs::path>& written) : written_(written) {}

  void Write(const fs::path& path, const std::string& content) {
    if (fs::exists(path) && ReadFile(path) == content) return;
    if (path.has_parent_path()) fs::create_directories(path.parent_path());
    ReplaceFile(path, content);
    written_.push_back(path);
  }

 private:
  std::vector<fs::path>& written_;
};

void CheckSeparate(const PreprocessOptions& options, const Outputs& outputs) {
  std::vector<fs::path> paths = {options.transcription_path, outputs.rejected, outputs.train,
                                 outputs.val, outputs.config};
  if (options.clean) paths.push_back(outputs.cleaned);
  for (fs::path& path : paths) path = fs::weakly_canonical(path);
  std::ranges::sort(paths);
  const auto same = std::ranges::adjacent_find(paths);
  BV2_CHECK(same == paths.end(), "'{}' stands for two of the files; give each a name of its own",
            same->string());
}

std::string Joined(const std::vector<Rejection>& rejections) {
  std::string text;
  for (const auto& [line, reason, content] : rejections)
    text += fmt::format("{}\t{}\t{}\n", line, reason, content);
  return text;
}

std::string Joined(const std::vector<CleanLine>& lines) {
  std::string text;
  for (const CleanLine& line : lines) text += line.text;
  return text;
}

std::string Joined(const std::vector<const CleanLine*>& lines) {
  std::string text;
  for (const CleanLine* line : lines) text += line->text;
  return text;
}

bool IsJapanese(const ListLine& line) {
  try {
    return ParseUtterance(line, "").language == text::Language::kJp;
  } catch (const Error&) {
    return false;  // rejected later, with the reason
  }
}

// Word2ph counts the tokens of BERT, so Japanese cannot be cleaned without them.
void CheckVocabulary(const ListFile& list, const text::FrontendOptions& frontends) {
  if (!frontends.japanese_vocabulary.empty()) return;
  const auto japanese = std::ranges::find_if(list.lines(), IsJapanese);
  BV2_CHECK(japanese == list.lines().end(),
            "{}:{}: to clean Japanese, name the folder of its BERT with --bert-ja; phones are "
            "counted by its tokens. A voice that is trained without BERT needs none: --no-bert",
            list.source(), japanese->number);
}

CleanList Clean(const PreprocessOptions& options, const model::DataConfig& data,
                const ThreadPool& pool, const LineProgress& progress) {
  const ListFile list = ListFile::Read(options.transcription_path);
  const CleanOptions clean{.normalization = options.normalization,
                           .max_phones = data.max_text_len,
                           .max_characters = data.max_text_len,
                           .shard = options.shard.value_or(Shard{})};
  if (!options.clean) return TakeCleaned(list, clean);
  if (options.use_bert) CheckVocabulary(list, options.frontends);
  return CleanTexts(list, text::Frontends(options.frontends), clean, pool, progress);
}

std::string WithSpeakers(const std::string& config, const Split& split, const fs::path& path) {
  Json speakers{Json::Object{}};
  auto& members = speakers.AsObject();
  for (const auto& [name, id] : split.spk2id) members.emplace_back(name, Json(id));
  constexpr std::array<std::string_view, 2> kPath{"data", "spk2id"};
  std::string result = SetJsonMember(config, kPath, speakers, path.string());
  model::Config::Parse(result, path.string());  // throws if there are too many speakers
  return result;
}

void CompareLists(const model::DataConfig& data, const Outputs& outputs,
                  std::vector<std::string>& disagreements) {
  const auto compare = [&](const char* key, const std::string& stated, const fs::path& written) {
    if (fs::weakly_canonical(stated) != fs::weakly_canonical(written))
      disagreements.push_back(fmt::format("data.{} in '{}' is '{}', but the list written is '{}'",
                                          key, outputs.config.string(), stated, written.string()));
  };
  compare("training_files", data.training_files, outputs.train);
  compare("validation_files", data.validation_files, outputs.val);
}

}  // namespace

PreprocessSummary Preprocess(const PreprocessOptions& options, const ThreadPool& pool,
                             const LineProgress& progress) {
  const Outputs outputs(options);
  BV2_CHECK(options.clean || !options.shard,
            "only cleaning is done in parts; leave out --shard or --no-clean");
  CheckSeparate(options, outputs);
  const std::string config_text = ReadFile(outputs.config);
  const model::Config config = model::Config::Parse(config_text, outputs.config.string());
  outputs.RemoveLeftovers(options);

  CleanList list = Clean(options, config.data, pool, progress);
  PreprocessSummary summary{.lines = list.lines.size() + list.rejections.size(),
                            .too_long_for_training = list.too_long_for_training,
                            .unreadable = list.unreadable,
                            .cleaned = options.clean ? outputs.cleaned : fs::path(),
                            .rejected = outputs.rejected};
  Writer writer(summary.written);
  if (list.rejections.empty())
    fs::remove(outputs.rejected);
  else
    writer.Write(outputs.rejected, Joined(list.rejections));
  BV2_CHECK(!list.lines.empty() || options.shard, "'{}': no line is left; '{}' tells why",
            options.transcription_path.string(), outputs.rejected.string());
  if (options.clean) writer.Write(outputs.cleaned, Joined(list.lines));
  summary.rejections = std::move(list.rejections);
  if (options.shard) return summary;

  const Split split = SplitLines(list.lines, options.split);
  const std::string new_config = WithSpeakers(config_text, split, outputs.config);
  writer.Write(outputs.train, Joined(split.train));
  writer.Write(outputs.val, Joined(split.val));
  writer.Write(outputs.config, new_config);
  CompareLists(config.data, outputs, summary.config_disagreements);
  summary.train = split.train.size();
  summary.val = split.val.size();
  summary.speakers = split.spk2id.size();
  return summary;
}

}  // namespace bv2::corpus
