#include "base/json_edit.h"

#include <vector>

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

std::string Set(std::string_view document, std::vector<std::string_view> path, const Json& value) {
  return SetJsonMember(document, path, value, "config.json");
}

const Json kSpeakers{Json::Object{{"王", 0}, {"Ann", 1}}};

TEST(JsonEdit, ChangesOneValueAndNoOtherByte) {
  const std::string before =
      "{\n  \"train\": {\"eps\": 1e-9, \"lr\": 0.0002,\t\"c\": 1.50},\n"
      "  \"data\": {\n    \"x\": \"a \\\" } \\u4f60\",\n    \"spk2id\": ";
  const std::string after = ",\n    \"deep\": [[{\"spk2id\": 1}], -0.0]\n  }\n}  \n";
  const std::string expected = "{\n      \"王\": 0,\n      \"Ann\": 1\n    }";
  for (const char* old : {"{}", "null", "\"x\"", "{\"a\": {\"b\": \"}\"}}", "[1, 2]", "17"})
    EXPECT_EQ(Set(before + old + after, {"data", "spk2id"}, kSpeakers), before + expected + after);
  const std::string same = before + "{\"王\":0,  \"Ann\":1}" + after;
  EXPECT_EQ(Set(same, {"data", "spk2id"}, kSpeakers), same);
  // Another order is another value.
  EXPECT_EQ(Set(before + "{\"Ann\": 1, \"王\": 0}" + after, {"data", "spk2id"}, kSpeakers),
            before + expected + after);
}

TEST(JsonEdit, AddsWhatIsMissing) {
  EXPECT_EQ(Set("{\n  \"data\": {\n    \"a\": 1\n  }\n}\n", {"data", "b"}, 2),
            "{\n  \"data\": {\n    \"a\": 1,\n    \"b\": 2\n  }\n}\n");
  EXPECT_EQ(Json::Parse(Set("{}", {"a"}, kSpeakers), "t").At("a"), kSpeakers);
  EXPECT_EQ(Json::Parse(Set("\xEF\xBB\xBF {\"data\": { }, \"x\": 1}", {"data", "a"}, 7), "t")
                .At("data")
                .At("a")
                .AsInteger(),
            7);
}

TEST(JsonEdit, FindsKeysAsJsonReadsThem) {
  EXPECT_EQ(Set(R"({"d\u0061ta" : {"b":1}})", {"data", "b"}, 2), R"({"d\u0061ta" : {"b":2}})");
  // Of two members of one name the last counts.
  EXPECT_EQ(Set(R"({"a": 1, "a": 2})", {"a"}, 3), R"({"a": 1, "a": 3})");
}

TEST(JsonEdit, RefusesWhatHasNoSuchPlace) {
  test::ExpectError(ErrorCode::kCorruptFile, "'config.json' is not valid JSON",
                    [] { Set("{\"a\": }", {"a"}, 1); });
  test::ExpectError(ErrorCode::kInvalidArgument, "no member \"data\"", [] {
    Set("{}", {"data", "a"}, 1);
  });
  for (const char* document : {"[]", "17", "\"{}\""})
    test::ExpectError(ErrorCode::kInvalidArgument, "something else",
                      [&] { Set(document, {"a"}, 1); });
  test::ExpectError(ErrorCode::kInvalidArgument, "something else", [] {
    Set(R"({"data": [{}]})", {"data", "a"}, 1);
  });
}

}  // namespace
}  // namespace bv2
