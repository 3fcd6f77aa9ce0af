#include "cli/yaml.h"

#include <gtest/gtest.h>

#include "tests/support/test_support.h"

namespace bv2::cli {
namespace {

using Kind = YamlNode::Kind;

TEST(YamlTest, ScalarsListsAndMapsWithTheirLines) {
  const YamlNode root = ParseYaml(
      "# of a test\n"
      "port: 8080\n"
      "cors: [a, \"b c\"]\n"
      "voices:\n"
      "  爱丽丝: a.pth\n"
      "  bob:\n"
      "    model: 'it''s.pth'\n",
      "test");
  ASSERT_EQ(root.kind, Kind::kMap);
  ASSERT_EQ(root.fields.size(), 3u);
  EXPECT_EQ(root.fields[0].first.text, "port");
  EXPECT_EQ(root.fields[0].second.text, "8080");
  EXPECT_EQ(root.fields[0].second.line, 2u);
  EXPECT_EQ(root.fields[1].second.items[1].text, "b c");
  const YamlNode& voices = root.fields[2].second;
  EXPECT_EQ(voices.fields[0].first.text, "爱丽丝");
  EXPECT_EQ(voices.fields[1].second.fields[0].second.text, "it's.pth");
  EXPECT_EQ(voices.fields[1].second.fields[0].second.line, 7u);
}

TEST(YamlTest, JsonIsYaml) {
  const YamlNode root = ParseYaml(
      "{\n\t\"voices\": {\"Alice\": \"a\\u597d\\\\\\/.pth\"},\n\t\"lazy\": true, \"cors\": []\n}\n",
      "test");
  EXPECT_EQ(root.fields[0].second.fields[0].second.text, "a好\\/.pth");
  EXPECT_EQ(root.fields[1].second.text, "true");
  EXPECT_EQ(root.fields[2].second.kind, Kind::kList);
  EXPECT_EQ(root.fields[2].first.line, 3u);
}

TEST(YamlTest, WhatHasNoValue) {
  const YamlNode root = ParseYaml("a:\nb: ~\nc: null\nd: 'null'\ne: ''\n", "test");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(root.fields[i].second.null) << i;
  for (int i = 3; i < 5; ++i) EXPECT_FALSE(root.fields[i].second.null) << i;
}

TEST(YamlTest, ErrorsNameTheFileAndLine) {
  const auto expect = [](const std::string& document, const char* problem) {
    test::ExpectError(ErrorCode::kInvalidArgument, problem, [&] { ParseYaml(document, "a.yaml"); });
  };
  expect("a: 1\nb: [1\nc: 2\n", "'a.yaml', line 3: ");
  expect("a: 1\n b: 2\n", "'a.yaml', line 2: ");
  expect("{\"a\": 1,, \"b\": 2}", "'a.yaml', line 1: ");
  expect("a: \xff\n", "'a.yaml', line 1: ");
  expect("a: 1\nb: 2\na: 3\n", "'a.yaml', line 3: 'a' is there twice");
  expect("a: 1\n---\nb: 2\n", "'a.yaml', line 2: it has a second document");
  expect("? [a]\n: 1\n", "line 1: a key must be a word");
  expect("", "it is empty");
  expect("# nothing\n", "it is empty");
}

TEST(YamlTest, WhatOnlyHarmsIsRefused) {
  const auto expect = [](const std::string& document, const char* problem) {
    test::ExpectError(ErrorCode::kInvalidArgument, problem, [&] { ParseYaml(document, "test"); });
  };
  expect("a: &x 1\nb: 2\n", "line 1: anchors");
  expect("a: &x [1]\n", "line 1: anchors");
  expect("a: 1\nb: *x\n", "line 2: aliases");
  expect("a: !!python/object/apply:os.system [id]\n", "line 1: tags");
  expect("a: !!int 3\n", "line 1: tags");
  expect("a: " + std::string(10, '[') + std::string(10, ']'), "nested too deeply");
  expect(std::string(100000, '['), "line 1: ");
  expect("a: " + std::string(1 << 20, 'x'), "a file of options has no more than");
  // The bomb that multiplies a list by nine in each line.
  std::string bomb = "a: &a [lol, lol, lol]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    const std::string alias = std::string("*") + static_cast<char>(c - 1);
    bomb += std::string(1, c) + ": &" + c + " [" + alias + ", " + alias + ", " + alias + "]\n";
  }
  expect(bomb, "line 1: anchors");
}

TEST(YamlTest, FilesThatAreNotThere) {
  test::ExpectError(ErrorCode::kNotFound, "nowhere.yaml", [] { ReadYaml("nowhere.yaml"); });
}

}  // namespace
}  // namespace bv2::cli
