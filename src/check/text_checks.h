#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/json.h"

namespace bv2::check {

// Our result for one line of a file and the recorded one, as text; nullopt where the original gives
// none to compare with.
struct LineResult {
  std::string got;
  std::string expected;
};
using LineCheck = std::function<std::optional<LineResult>(const Json& line)>;

// text_zh.cc. Each reads its tables from `data` once and then checks any number of lines.
LineCheck CheckChineseSentences(const std::filesystem::path& data);
LineCheck CheckChineseWords(const std::filesystem::path& data);
LineCheck CheckCutForSearch(const std::filesystem::path& data);
LineCheck CheckMerging(const std::filesystem::path& data);
LineCheck CheckPinyin(const std::filesystem::path& data);
LineCheck CheckToneSandhi(const std::filesystem::path& data);
LineCheck CheckPolyphones(const std::filesystem::path& data);
LineCheck CheckNumbers(const std::filesystem::path& data);
// data: the folder of a BERT with its vocab.txt.
LineCheck CheckBertTokens(const std::filesystem::path& data);

}  // namespace bv2::check
