#include "tests/parity/agreement.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "base/file.h"
#include "tests/support/test_support.h"
#include "text/parse.h"

namespace bv2::test {
namespace {

std::filesystem::path Golden(const std::string& file) {
  const char* folder = std::getenv("BV2_GOLDEN_DIR");
  return folder ? std::filesystem::path(folder) / "text" / file : TestData("text/" + file);
}

}  // namespace

void ExpectAgreement(const std::string& file, double minimum,
                     const std::function<Comparison(const Json&)>& compare) {
  constexpr int kShown = 5;
  const std::string content = ReadFile(Golden(file));
  std::string_view rest = content;
  int total = 0;
  int agreed = 0;
  std::string differences;
  while (!rest.empty()) {
    const std::string_view line = text::NextField(rest, '\n');
    const Comparison result = compare(Json::Parse(line, file));
    if (result.got.empty() && result.expected.empty()) continue;
    ++total;
    if (result.got == result.expected) {
      ++agreed;
    } else if (total - agreed <= kShown || std::getenv("BV2_SHOW_ALL")) {
      differences += "  got      " + result.got + "\n  expected " + result.expected + "\n";
    }
  }
  ASSERT_GT(total, 0) << file;
  const double share = static_cast<double>(agreed) / total;
  fmt::print("{}: {} of {} lines agree ({:.2f} %)\n{}", file, agreed, total, 100 * share,
             differences);
  EXPECT_GE(share, minimum) << file << "\n" << differences;
}

Comparison CompareSentence(const text::Phones& phones, const Json& line,
                           const std::vector<std::string>& fields) {
  Json all;
  all.Set("norm_text", phones.norm_text);
  all.Set("phones", Array(phones.phones));
  all.Set("tones", Array(phones.tones));
  all.Set("word2ph", Array(phones.word2ph));
  all.Set("tokens", Array(phones.tokens));
  Json got, expected;
  for (const std::string& field : fields) {
    got.Set(field, all.At(field));
    expected.Set(field, line.At(field));
  }
  return {got.Dump(), expected.Dump()};
}

}  // namespace bv2::test
