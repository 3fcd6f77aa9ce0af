#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.h"
#include "base/file.h"
#include "check/kinds.h"
#include "check/text_checks.h"

namespace bv2::check {
namespace {

namespace fs = std::filesystem;

// Where a check finds its tables.
enum class Tables { kData, kBert };

struct TextFile {
  std::string_view name;
  LineCheck (*open)(const fs::path& tables);
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
    TextFile{"zh_polyphone_truth.jsonl", CheckPolyphones, 0},
    TextFile{"zh_an2cn.jsonl", CheckNumbers, 1},
    TextFile{"zh_bert_tokens.jsonl", CheckBertTokens, 1, Tables::kBert},
};

const TextFile& FindFile(const std::string& name) {
  if (name.starts_with("ja")) throw Skipped{"Japanese frontend"};
  if (name.starts_with("en")) throw Skipped{"English frontend"};
  const auto* found = std::ranges::find(kTextFiles, name, &TextFile::name);
  if (found == kTextFiles.end()) throw Skipped{"unknown text file"};
  return *found;
}

fs::path TablesOf(const TextFile& file, const Options& options) {
  const bool bert = file.tables == Tables::kBert;
  const fs::path& folder = bert ? options.bert : options.data;
  if (folder.empty())
    throw Skipped{bert ? "needs a BERT folder (--bert)" : "needs the language tables (--data)"};
  return folder;
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

Outcome CheckText(const Case& c, const Options& options) {
  const std::string name = c.file.filename().string();
  const TextFile& file = FindFile(name);
  const LineCheck check = file.open(TablesOf(file, options));
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
