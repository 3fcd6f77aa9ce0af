#include "base/json.h"

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

TEST(JsonTest, KeepsOrderAndFormatsLikePython) {
  const char* text = R"({"z": 1, "a": [1.5, true, null], "名": "「b」", "eps": 1e-09})";
  EXPECT_EQ(Json::Parse(text, "t").Dump(), text);
}

TEST(JsonTest, IndentsLikePython) {
  const Json json = Json::Parse(R"({"a":{"b":[1,2]},"c":{},"d":[]})", "t");
  EXPECT_EQ(json.Dump(2),
            "{\n  \"a\": {\n    \"b\": [\n      1,\n      2\n    ]\n  },\n  \"c\": {},\n  \"d\": "
            "[]\n}");
}

TEST(JsonTest, SetReplacesInPlaceOrAppends) {
  Json json = Json::Parse(R"({"a": 1, "b": 2})", "t");
  json.Set("a", 3);
  json.Set("c", "x");
  EXPECT_EQ(json.Dump(), R"({"a": 3, "b": 2, "c": "x"})");
}

TEST(JsonTest, ErrorsNameSourceAndPosition) {
  test::ExpectError(ErrorCode::kCorruptFile, "'x.json' is not valid JSON: parse error at line 2",
                    [] { Json::Parse("{\n\"a\": }", "x.json"); });
}

TEST(JsonTest, RejectsBottomlessNesting) {
  test::ExpectError(ErrorCode::kCorruptFile, "nested deeper",
                    [] { Json::Parse(std::string(100000, '['), "x"); });
}

TEST(JsonTest, AccessorsNameWantedAndFoundType) {
  const Json json = Json::Parse(R"({"a": "text", "n": 2.0})", "t");
  test::ExpectError(ErrorCode::kInvalidArgument, "expected a number, found string \"text\"",
                    [&] { json.At("a").AsNumber(); });
  test::ExpectError(ErrorCode::kNotFound, "\"missing\"", [&] { json.At("missing"); });
  EXPECT_EQ(json.At("n").AsInteger(), 2);
}

TEST(Json, RepeatedKeysCountLastOrAreRejected) {
  EXPECT_EQ(Json::Parse(R"({"a": 1, "b": 2, "a": 3})", "test").Dump(), R"({"a": 3, "b": 2})");
  test::ExpectError(ErrorCode::kCorruptFile, "the key \"a\" appears twice", [] {
    Json::Parse(R"({"a": 1, "a": 3})", "test", Json::DuplicateKeys::kReject);
  });
}

}  // namespace
}  // namespace bv2
