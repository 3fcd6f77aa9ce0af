#include "model/safetensors.h"

#include <cstring>

#include "base/file.h"
#include "tests/support/test_support.h"

namespace bv2::model {
namespace {

using test::ExpectError;
using test::TestData;

FileImage Image(std::string bytes) {
  auto owner = std::make_shared<const std::string>(std::move(bytes));
  return {owner, std::as_bytes(std::span(*owner)), "memory"};
}

std::string FileOf(std::string_view header, std::string_view data) {
  const uint64_t length = header.size();
  std::string file(reinterpret_cast<const char*>(&length), sizeof(length));
  return file.append(header).append(data);
}

Safetensors Parse(std::string_view header, std::string_view data) {
  return ReadSafetensors(Image(FileOf(header, data)));
}

TEST(Safetensors, WritesBackTheSameTensorsInTheSameOrder) {
  const auto path = TestData("golden/bert/model_zh/model.safetensors");
  const Safetensors content = ReadSafetensors(MapFile(path));
  test::TemporaryFolder folder;
  WriteSafetensors(folder / "a.safetensors", content);
  const Safetensors again = ReadSafetensors(MapFile(folder / "a.safetensors"));
  EXPECT_EQ(again.metadata, content.metadata);
  ASSERT_EQ(again.tensors.size(), content.tensors.size());
  std::vector<std::byte> a, b;
  for (size_t i = 0; i < content.tensors.size(); ++i) {
    EXPECT_EQ(again.tensors[i].first, content.tensors[i].first);
    const auto x = PackedBytes(content.tensors[i].second, a);
    const auto y = PackedBytes(again.tensors[i].second, b);
    ASSERT_TRUE(std::equal(x.begin(), x.end(), y.begin(), y.end()));
  }
  WriteSafetensors(folder / "b.safetensors", again);
  EXPECT_TRUE(ReadFile(folder / "a.safetensors") == ReadFile(folder / "b.safetensors"));
}

TEST(Safetensors, EveryElementTypeIsRead) {
  const char* header = R"({"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},)"
                       R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]},)"
                       R"("c":{"dtype":"I16","shape":[1],"data_offsets":[4,6]},)"
                       R"("d":{"dtype":"BOOL","shape":[],"data_offsets":[6,7]},)"
                       R"("e":{"dtype":"I8","shape":[1],"data_offsets":[7,8]}})";
  const Safetensors content = Parse(header, std::string_view("\0\x3e\xc0\x3f\xfe\xff\1\xff", 8));
  const auto value = [&](size_t i) {
    float out = 0;
    ToFloats(content.tensors[i].second, {&out, 1});
    return out;
  };
  EXPECT_EQ(value(0), 1.5f);
  EXPECT_EQ(value(1), 1.5f);
  EXPECT_EQ(value(2), -2.0f);
  EXPECT_EQ(value(3), 1.0f);
  EXPECT_EQ(value(4), -1.0f);
}

TEST(Safetensors, ContradictionsAreErrors) {
  const std::string_view data = "12345678";
  const std::pair<const char*, const char*> cases[] = {
      {R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", "do not take 8 bytes"},
      {R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})", "leave the 8 bytes"},
      {R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[8,4]}})", "not a count"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}})", "leave the 8 bytes"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "8 bytes follow"},
      {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", "where 0 was expected"},
      {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
       R"("b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
       "where 8 was expected"},
      {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
       R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
       "appears twice"},
      {R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}})",
       "more than 8 elements"},
      {R"({"a":{"shape":[2],"data_offsets":[0,8]}})", "has no dtype"},
      {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}})", "no pair"},
      {R"({"a":[]})", "has no dtype"},
      {R"({"__metadata__":{"a":1}})", "expected a string"},
      {"[]", "expected an object"},
      {"{", "not valid JSON"},
  };
  for (const auto& [header, fragment] : cases)
    ExpectError(ErrorCode::kCorruptFile, fragment, [&, h = header] { Parse(h, data); });
  ExpectError(ErrorCode::kUnsupported, "elements of type F8_E4M3", [&] {
    Parse(R"({"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}})", data);
  });
}

TEST(Safetensors, HugeHeadersAreNotAllocated) {
  for (const uint64_t length : {UINT64_MAX, uint64_t{1} << 40, uint64_t{100}}) {
    std::string file(reinterpret_cast<const char*>(&length), sizeof(length));
    ExpectError(ErrorCode::kCorruptFile, "claims a header of",
                [&] { ReadSafetensors(Image(file + "{}        ")); });
  }
  ExpectError(ErrorCode::kCorruptFile, "too few", [] { ReadSafetensors(Image("12345678")); });
}

TEST(Safetensors, TruncationIsAlwaysAnError) {
  const std::string whole = ReadFile(TestData("golden/cache/inputs.safetensors"));
  for (size_t size = 0; size < whole.size(); size += 64) {
    try {
      ReadSafetensors(Image(whole.substr(0, size)));
      ADD_FAILURE() << "accepted with " << size << " bytes";
    } catch (const Error&) {
    }
  }
}

TEST(Half, EveryPatternConvertsBothWays) {
  for (uint32_t bits = 0; bits < 65536; ++bits) {
    const float value = HalfToFloat(static_cast<uint16_t>(bits));
    if (value != value) continue;
    ASSERT_EQ(FloatToHalf(value), bits);
  }
  EXPECT_EQ(HalfToFloat(0x0001), 0x1p-24f);
  EXPECT_EQ(HalfToFloat(0x7BFF), 65504.0f);
  EXPECT_EQ(FloatToHalf(65519.0f), 0x7BFF);
  EXPECT_EQ(FloatToHalf(65520.0f), 0x7C00);
  EXPECT_EQ(FloatToHalf(1.0f + 0x1p-11f), 0x3C00);  // a tie goes to even
  EXPECT_EQ(FloatToHalf(1.0f + 0x3p-11f), 0x3C02);
  EXPECT_EQ(FloatToHalf(0x1p-25f), 0x0000);
  EXPECT_EQ(FloatToHalf(0x1.8p-25f), 0x0001);
}

}  // namespace
}  // namespace bv2::model
