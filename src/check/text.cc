#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.h"
#include "base/file.h"
#include "check/kinds.h"
#include "check/text_checks.h"

namespace bv2::check {
namespace {

// The folder that a check cannot do without.
enum class Tables { kData, kBert, kBertJa };

struct TextFile {
  std::string_view name;
  LineCheck (*open)(const Options& options);
  double minimum;  // share of the lines that must agree; 0: for information only
  Tables tables = Tables::kData;
};

constexpr std::array kTextFiles = {
    TextFile{"zh.jsonl", CheckChineseSentences, 0.995},
    TextFile{"zh_jieba_posseg.jsonl", CheckChineseWords, 0.999},
    TextFile{"zh_cut_for_search.jsonl", CheckCutForSearch, 0},
    TextFile{"zh_pre_merge.jsonl", CheckMerging, 0},
    TextFile{"zh_pypinyin.jsonl", CheckPinyin, 0},
    TextFile{"zh_tone_sandhi.jsonl", CheckToneSandhi, 1},
    TextFile{"zh_polyphone_truth.jsonl", CheckPolyphones, 0.95},
    TextFile{"zh_an2cn.jsonl", CheckNumbers, 1},
    TextFile{"zh_bert_tokens.jsonl", CheckBertTokens, 1, Tables::kBert},
    TextFile{"ja_ipadic.jsonl", CheckJapaneseSentences, 1},
    TextFile{"ja.jsonl", CheckUnidicSentences, 0.6},
    TextFile{"ja_mecab_ipadic.jsonl", CheckJapaneseWords, 1},
    TextFile{"ja_text2kata_ipadic.jsonl", CheckReadingAlone, 1},
    TextFile{"ja_kata2phoneme.jsonl", CheckKanaToPhones, 1},
    TextFile{"ja_distribute_phone.jsonl", CheckPhoneDistribution, 1},
    TextFile{"ja_num2words.jsonl", CheckJapaneseNumbers, 1},
    TextFile{"ja_bert_tokens.jsonl", CheckJapaneseTokens, 0, Tables::kBertJa},
    TextFile{"en.jsonl", CheckEnglishSentences, 0.84},
    TextFile{"en_cmudict.jsonl", CheckEnglishDictionary, 0.95},
    TextFile{"en_normalize_numbers.jsonl", CheckEnglishNumbers, 1},
    TextFile{"en_g2p_calls.jsonl", CheckG2pCalls, 0},
    TextFile{"en_oov_neural.jsonl", CheckGuesses, 0},
};

const TextFile& FindFile(const std::string& name) {
  if (name.find("unidic") != std::string::npos) throw Skipped{"recorded with UniDic"};
  if (name == "ja_plainbert.jsonl") throw Skipped{"an accident of the original's tokenizer"};
  const auto* found = std::ranges::find(kTextFiles, name, &TextFile::name);
  if (found == kTextFiles.end()) throw Skipped{"unknown text file"};
  return *found;
}

void RequireTables(const TextFile& file, const Options& options) {
  switch (file.tables) {
    case Tables::kData:
      if (options.data.empty()) throw Skipped{"needs the language tables (--data)"};
      break;
    case Tables::kBert:
      if (options.bert.empty()) throw Skipped{"needs a BERT folder (--bert)"};
      break;
    case Tables::kBertJa:
      if (options.data.empty() || options.bert_ja.empty())
        throw Skipped{"needs the language tables and the Japanese BERT folder (--bert-ja)"};
      break;
  }
}

// Lines that agree, and the first that does not.
struct Agreement {
  size_t agreed = 0;
  size_t compared = 0;
  std::string difference = {};

  void Add(const LineResult& result, const std::string& where) {
    ++compared;
    if (result.got == result.expected)
      ++agreed;
    else if (difference.empty())
      difference = fmt::format("{}: got {}, expected {}", where, result.got, result.expected);
  }
};

// An error of ours on one line counts against us, not against the file.
void AddLine(const LineCheck& check, const Json& line, const std::string& where,
             Agreement& agreement) {
  std::optional<LineResult> result;
  try {
    result = check(line);
  } catch (const Error& error) {
    result = LineResult{error.what(), "no error"};
  }
  if (result) agreement.Add(*result, where);
}

}  // namespace

LineResult ComparePhones(const text::Phones& phones, const Json& line,
                         std::initializer_list<const char*> fields) {
  Json all, got, expected;
  all.Set("norm_text", Json(phones.norm_text));
  all.Set("phones", ToJson(phones.phones));
  all.Set("tones", ToJson(phones.tones));
  all.Set("word2ph", ToJson(phones.word2ph));
  all.Set("tokens", ToJson(phones.tokens));
  for (const char* field : fields) {
    got.Set(field, all.At(field));
    expected.Set(field, line.At(field));
  }
  return Compare(got, expected);
}

Outcome CheckText(const Case& c, const Options& options) {
  const std::string name = c.file.filename().string();
  const TextFile& file = FindFile(name);
  RequireTables(file, options);
  const LineCheck check = file.open(options);
  const std::string content = ReadFile(c.file);
  Agreement agreement;
  size_t number = 0;
  for (std::string_view rest = content; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string where = fmt::format("{}:{}", name, ++number);
    if (end > 0) AddLine(check, Json::Parse(rest.substr(0, end), where), where, agreement);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (agreement.compared == 0)
    return {.status = Outcome::Status::kFail, .note = "the file gives nothing to compare"};
  const double share =
      static_cast<double>(agreement.agreed) / static_cast<double>(agreement.compared);
  Outcome outcome{.figures = fmt::format("{} of {} lines agree, {:.2f} %", agreement.agreed,
                                         agreement.compared, 100 * share)};
  if (file.minimum > 0)
    outcome.figures += fmt::format("  minimum {:.1f} %", 100 * file.minimum);
  else
    outcome.note = "for information";
  if (share < file.minimum) {
    outcome.status = Outcome::Status::kFail;
    outcome.note = agreement.difference;
  }
  return outcome;
}

}  // namespace bv2::check
