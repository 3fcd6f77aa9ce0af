#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "check/runner.h"
#include "text/frontend.h"

namespace bv2::check {

// Our result for one line of a file and the recorded one, as text; nullopt where the original gives
// none to compare with.
struct LineResult {
  std::string got;
  std::string expected;
};
using LineCheck = std::function<std::optional<LineResult>(const Json& line)>;

// What Compare() and the checks below need of a result.
template <typename T>
Json ToJson(const std::vector<T>& values) {
  return Json(Json::Array(values.begin(), values.end()));
}
inline LineResult Compare(const Json& got, const Json& expected) {
  return {got.Dump(), expected.Dump()};
}
// Compares the named fields of a recorded sentence.
LineResult ComparePhones(const text::Phones& phones, const Json& line,
                         std::initializer_list<const char*> fields);

// Each reads its tables from the folders that the options name, once, and then checks any number of
// lines. text_zh.cc:
LineCheck CheckChineseSentences(const Options& options);
LineCheck CheckChineseWords(const Options& options);
LineCheck CheckCutForSearch(const Options& options);
LineCheck CheckMerging(const Options& options);
LineCheck CheckPinyin(const Options& options);
LineCheck CheckToneSandhi(const Options& options);
LineCheck CheckPolyphones(const Options& options);
LineCheck CheckNumbers(const Options& options);
LineCheck CheckBertTokens(const Options& options);
// text_ja.cc:
LineCheck CheckJapaneseSentences(const Options& options);
LineCheck CheckUnidicSentences(const Options& options);
LineCheck CheckJapaneseWords(const Options& options);
LineCheck CheckReadingAlone(const Options& options);
LineCheck CheckKanaToPhones(const Options& options);
LineCheck CheckPhoneDistribution(const Options& options);
LineCheck CheckJapaneseNumbers(const Options& options);
LineCheck CheckJapaneseTokens(const Options& options);
// text_en.cc:
LineCheck CheckEnglishSentences(const Options& options);
LineCheck CheckEnglishDictionary(const Options& options);
LineCheck CheckEnglishNumbers(const Options& options);
LineCheck CheckG2pCalls(const Options& options);
LineCheck CheckGuesses(const Options& options);

}  // namespace bv2::check
