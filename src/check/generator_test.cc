#include "check/generator.h"

#include "tests/support/test_support.h"

namespace bv2::check {
namespace {

TEST(GeneratorTest, GivesTheDocumentedValues) {
  WeightGenerator generator("discriminators.0.convs.0.weight_v", 42);
  EXPECT_EQ(generator.Next(), -0.5993229150772095f);
  EXPECT_EQ(generator.Next(), -0.1959059238433838f);
  EXPECT_EQ(generator.Next(), -0.35752153396606445f);
}

TEST(GeneratorTest, ScalesShiftsAndFills) {
  const auto tensors = GenerateWeights(Json::Parse(
      R"({"seed": 42, "then": {"b": 0.75}, "tensors": [
          {"name": "discriminators.0.convs.0.weight_v", "shape": [1, 2], "scale": 0.5, "offset": 1},
          {"name": "b", "shape": [3], "scale": 1, "offset": 0}]})",
      "test"));
  ASSERT_EQ(tensors.size(), 2u);
  EXPECT_EQ(tensors[0].second.shape, (std::vector<size_t>{1, 2}));
  std::vector<float> values(2), filled(3);
  model::ToFloats(tensors[0].second, values);
  model::ToFloats(tensors[1].second, filled);
  EXPECT_FLOAT_EQ(values[0], 0.5f * -0.5993229150772095f + 1.0f);
  EXPECT_THAT(filled, testing::Each(0.75f));
}

TEST(GeneratorTest, RefusesDescriptionsThatMakeNoSense) {
  const auto generate = [](const char* json) { GenerateWeights(Json::Parse(json, "test")); };
  test::ExpectError(ErrorCode::kNotFound, "fills x",
                    [&] { generate(R"({"seed": 1, "tensors": [], "then": {"x": 1}})"); });
  test::ExpectError(ErrorCode::kCorruptFile, "", [&] {
    generate(R"({"seed": 1, "tensors":
        [{"name": "a", "shape": [1000000000, 1000000000], "scale": 1, "offset": 0}]})");
  });
  test::ExpectError(ErrorCode::kInvalidArgument, "size of -1", [&] {
    generate(R"({"seed": 1, "tensors": [{"name": "a", "shape": [-1], "scale": 1, "offset": 0}]})");
  });
}

}  // namespace
}  // namespace bv2::check
