#include "model/torch_file.h"

#include <algorithm>
#include <map>

#include "base/file.h"
#include "model/pickle.h"
#include "model/safetensors.h"
#include "model/tensor_file.h"
#include "model/unpickle.h"
#include "model/zip.h"
#include "tests/support/test_support.h"

namespace bv2::model {
namespace {

using test::ExpectError;
using test::TestData;

FileImage Image(std::string bytes) {
  auto owner = std::make_shared<const std::string>(std::move(bytes));
  return {owner, std::as_bytes(std::span(*owner)), "memory"};
}

Value UnpickleText(std::string_view bytes) {
  return Unpickle(std::as_bytes(std::span(bytes)),
                  {.source = "memory", .base = 0, .storage = nullptr})
      .value;
}

class WritesBackIdentically : public testing::TestWithParam<const char*> {};

TEST_P(WritesBackIdentically, ByteForByte) {
  const auto path = TestData(std::string("golden/") + GetParam());
  test::TemporaryFolder folder;
  const auto copy = folder / path.filename().string();
  WriteTorchFile(copy, ReadTorchFile(MapFile(path)));
  // Not EXPECT_EQ, which would print megabytes.
  EXPECT_TRUE(ReadFile(copy) == ReadFile(path));
}

INSTANTIATE_TEST_SUITE_P(Golden, WritesBackIdentically,
                         testing::Values("models/b16/G_0.pth", "models/b16/DUR_0.pth",
                                         "train/b16/DUR_5.pth", "checkpoint/G_partial.pth",
                                         "cache/a.bert.pt", "cache/a.spec.pt",
                                         "bert/model_zh/pytorch_model.bin"));

TEST(TorchFile, CachedFeaturesAreWhatTheReferenceComputed) {
  const auto expected = TensorFile::Open(TestData("golden/cache/outputs.safetensors"));
  for (const char* name : {"bert", "spec"}) {
    const Value value = ReadTorchFile(MapFile(TestData(fmt::format("golden/cache/a.{}.pt", name))));
    const auto* tensor = value.If<Tensor>();
    const Tensor* wanted = expected->Find(name);
    ASSERT_TRUE(tensor != nullptr && wanted != nullptr) << name;
    ASSERT_EQ(tensor->shape, wanted->shape);
    std::vector<float> a(tensor->size());
    std::vector<float> b(wanted->size());
    ToFloats(*tensor, a);
    ToFloats(*wanted, b);
    EXPECT_EQ(a, b) << name;
  }
}

TEST(TorchFile, ReadsOptimizerState) {
  const Value root = ReadTorchFile(MapFile(TestData("golden/train/b16/DUR_5.pth")));
  const auto* top = root.If<Dict>();
  ASSERT_NE(top, nullptr);
  EXPECT_EQ(*top->Find("learning_rate")->If<double>(), 0.0005);
  const auto* optimizer = top->Find("optimizer")->If<Dict>();
  ASSERT_NE(optimizer, nullptr);
  const auto& state = optimizer->Find("state")->If<Dict>()->items;
  ASSERT_FALSE(state.empty());
  EXPECT_EQ(*state[0].first.If<int64_t>(), 0);
  EXPECT_NE(state[0].second.If<Dict>()->Find("exp_avg")->If<Tensor>(), nullptr);
  const auto& groups = optimizer->Find("param_groups")->If<List>()->items;
  EXPECT_EQ(groups[0].If<Dict>()->Find("betas")->If<List>()->items.size(), 2u);
}

TEST(TorchFile, ReadsScalarsOfEveryKind) {
  const Value root = Tuple{{Value(), true, false, 0, 255, 256, 65536, int64_t{-1}, int64_t{1} << 40,
                            -(int64_t{1} << 40), INT64_MIN, INT64_MAX, 0.1, "é", List{{1}}, List{},
                            Tuple{}, Dict{}}};
  const Pickled pickled = Pickle(root);
  const Value again = UnpickleText(pickled.bytes);
  EXPECT_EQ(Pickle(again).bytes, pickled.bytes);
  const auto& items = again.If<Tuple>()->items;
  EXPECT_EQ(*items[7].If<int64_t>(), -1);
  EXPECT_EQ(*items[9].If<int64_t>(), -(int64_t{1} << 40));
  EXPECT_EQ(*items[10].If<int64_t>(), INT64_MIN);
  EXPECT_EQ(*items[11].If<int64_t>(), INT64_MAX);
  EXPECT_EQ(*items[13].If<std::string>(), "é");
}

TEST(TorchFile, ViewsAndSharedStoragesSurvive) {
  const std::vector<float> values = {0, 1, 2, 3, 4, 5};
  Tensor whole = TensorOfFloats({2, 3}, values);
  Tensor column = whole;
  column.shape = {2};
  column.strides = {3};
  column.offset = 1;
  test::TemporaryFolder folder;
  Dict dict{.items = {{"whole", whole}, {"column", column}},
            .ordered = true,
            .attributes = {{"_metadata", Dict{}}}};
  WriteTorchFile(folder / "x.pth", dict);
  const Value again = ReadTorchFile(MapFile(folder / "x.pth"));
  const auto* read = again.If<Dict>();
  ASSERT_NE(read, nullptr);
  EXPECT_TRUE(read->ordered);
  ASSERT_EQ(read->attributes.size(), 1u);
  const auto* read_column = read->Find("column")->If<Tensor>();
  EXPECT_EQ(read_column->storage, read->Find("whole")->If<Tensor>()->storage);
  std::vector<float> out(2);
  ToFloats(*read_column, out);
  EXPECT_EQ(out, (std::vector<float>{1, 4}));
}

TEST(TorchFile, BatchesOfManyItemsRoundTrip) {
  for (const size_t count : {999, 1000, 1001, 2001}) {
    for (const bool ordered : {false, true}) {
      Dict dict{.items = {}, .ordered = ordered, .attributes = {}};
      List list;
      for (size_t i = 0; i < count; ++i) {
        dict.items.emplace_back(static_cast<int64_t>(i), Value());
        list.items.emplace_back(static_cast<int64_t>(i));
      }
      dict.items.emplace_back("list", list);
      const Value again = UnpickleText(Pickle(dict).bytes);
      ASSERT_EQ(again.If<Dict>()->items.size(), count + 1);
      ASSERT_EQ(again.If<Dict>()->Find("list")->If<List>()->items.size(), count);
    }
  }
}

TEST(Unpickle, ForeignGlobalsAreNamedNotCalled) {
  ExpectError(ErrorCode::kUnsupported, "pickle at byte 2: it asks for os.system", [] {
    UnpickleText(
        "\x80\x02"
        "cos\nsystem\nX\x02\0\0\0ls\x85R.");
  });
  ExpectError(ErrorCode::kUnsupported, "torch.storage._load_from_bytes", [] {
    UnpickleText(
        std::string_view("\x80\x04\x8c\x0dtorch.storage\x8c\x10_load_from_bytes\x93.", 37));
  });
  ExpectError(ErrorCode::kUnsupported, "numpy.core.multiarray.scalar", [] {
    UnpickleText(
        "\x80\x02"
        "cnumpy.core.multiarray\nscalar\n.");
  });
}

TEST(Unpickle, MalformedInputIsAnError) {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, std::string_view> cases[] = {
      {""sv, "cut off"},
      {"\x80\x06."sv, "protocol 6"},
      {"."sv, "the stack is empty"},
      {"(."sv, "the stack is empty"},
      {"t."sv, "no mark"},
      {"h\x07."sv, "nothing was memoized as 7"},
      {"X\xff\xff\xff\xff."sv, "4294967295 bytes are needed"},
      {"\x8d\xff\xff\xff\xff\xff\xff\xff\xff."sv, "bytes are needed"},
      {"X\x01\0\0\0\xff."sv, "not UTF-8"},
      {"\x8a\x09\1\1\1\1\1\1\1\1\1."sv, "an integer of 9 bytes"},
      {"cab"sv, "end of line"},
      {"}K\x01K\x02s}b."sv, "no OrderedDict"},
      {"}(K\x01K\x02K\x01K\x03u."sv, "the dict key 1 appears twice"},
      {"}(K\x01u."sv, "in pairs"},
      {"}]Ns."sv, "neither a string nor a number"},
      {"NNa."sv, "append to no list"},
      {"\x97."sv, "opcode 0x97"},
      {"]q\0h\0a."sv, "nested deeper"},
      {"ctorch\nFloatStorage\n."sv, "a class or storage stands"},
      {"ctorch\nFloatStorage\n)R."sv, "built by a call"},
  };
  for (const auto& [bytes, fragment] : cases) {
    try {
      UnpickleText(bytes);
      ADD_FAILURE() << "accepted; expected: " << fragment;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(fragment), std::string::npos)
          << error.what() << "\n  lacks: " << fragment;
    }
  }
}

TEST(Unpickle, NestingAndSharingBombsAreRefused) {
  // Lists in lists without end.
  ExpectError(ErrorCode::kUnsupported, "nested deeper",
              [] { UnpickleText(std::string(100000, ']') + std::string(99999, 'a') + "."); });
  // Each of 60 lists holds the one before twice.
  std::string doubling = "]";
  for (char i = 0; i < 60; ++i)
    doubling += std::string{'q', i} + "]" + std::string{'h', i, 'a', 'h', i, 'a'};
  ExpectError(ErrorCode::kUnsupported, "repeat to more", [&] { UnpickleText(doubling + "."); });
}

// A pickled tensor with the given properties over a storage of 6 floats.
Value TensorOf(int64_t offset, const std::vector<int64_t>& shape,
               const std::vector<int64_t>& strides) {
  Tensor tensor = TensorOfFloats({6}, std::vector<float>(6));
  std::string bytes = Pickle(tensor).bytes;
  const auto tuple = [](const std::vector<int64_t>& values) {
    Tuple items;
    for (const int64_t v : values) items.items.emplace_back(v);
    const std::string pickled = Pickle(items).bytes;
    return pickled.substr(2, pickled.size() - 3);  // without PROTO and STOP
  };
  const std::string offset_text = Pickle(Value(offset)).bytes;
  const std::string call = "ctorch._utils\n_rebuild_tensor_v2\n((X";
  const size_t storage_end = bytes.find('Q') + 1;
  bytes = bytes.substr(0, storage_end) + offset_text.substr(2, offset_text.size() - 3) +
          tuple(shape) + tuple(strides) + "\x89NtR.";
  const auto storage = tensor.storage;
  return Unpickle(std::as_bytes(std::span(bytes)),
                  {.source = "memory", .base = 0, .storage = [&](const auto&) { return storage; }})
      .value;
}

TEST(Unpickle, TensorsStayInsideTheirStorage) {
  EXPECT_NE(TensorOf(1, {1, 5}, {100, 1}).If<Tensor>(), nullptr);
  EXPECT_NE(TensorOf(0, {1000, 6}, {0, 1}).If<Tensor>(), nullptr);  // an expanded view
  EXPECT_EQ(TensorOf(0, {}, {}).If<Tensor>()->size(), 1u);
  EXPECT_EQ(TensorOf(99, {0, 7}, {7, 1}).If<Tensor>()->size(), 0u);
  const auto rejects = [](int64_t offset, const std::vector<int64_t>& shape,
                          const std::vector<int64_t>& strides, std::string_view fragment) {
    ExpectError(ErrorCode::kCorruptFile, fragment, [&] { TensorOf(offset, shape, strides); });
  };
  rejects(1, {6}, {1}, "leaves its storage of 6");
  rejects(6, {1}, {1}, "leaves its storage");
  rejects(0, {2, 3}, {4, 1}, "leaves its storage");
  rejects(0, {2}, {INT64_MAX}, "leaves its storage");
  rejects(0, {-1}, {1}, "no count");
  rejects(-1, {1}, {1}, "no count");
  rejects(0, {2, 3}, {1}, "differ in length");
  rejects(0, {1 << 20, 1 << 20, 1 << 20, 1 << 20}, {0, 0, 0, 0}, "more than");
}

TEST(TorchFile, RefusesWhatIsNoCheckpoint) {
  ExpectError(ErrorCode::kCorruptFile, "neither a zip file nor a pickle",
              [] { ReadTorchFile(Image("hello")); });
  ExpectError(ErrorCode::kCorruptFile, "no zip directory", [] {
    ReadTorchFile(Image("PK\3\4 and nothing else, for more than a header's length"));
  });
}

TEST(TorchFile, TruncationIsAlwaysAnError) {
  for (const char* name :
       {"cache/a.bert.pt", "checkpoint/G_partial.pth", "bert/model_old/pytorch_model.bin"}) {
    const std::string whole = ReadFile(TestData(std::string("golden/") + name));
    for (size_t size = 0; size < whole.size(); size += 64) {
      try {
        ReadTorchFile(Image(whole.substr(0, size)));
        ADD_FAILURE() << name << " accepted with " << size << " bytes";
      } catch (const Error&) {
      }
    }
  }
}

TEST(TorchFile, DamageNeverCrashes) {
  const std::string whole = ReadFile(TestData("golden/cache/a.bert.pt"));
  uint32_t state = 1;
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = whole;
    for (int k = 0; k < 3; ++k) {
      state = state * 1664525u + 1013904223u;
      // The pickle and the directory, not the elements.
      const size_t place = (state >> 8) % 800;
      damaged[place < 400 ? place : damaged.size() - (place - 399)] =
          static_cast<char>(state >> 24);
    }
    try {
      ReadTorchFile(Image(damaged));
    } catch (const Error&) {
    }
  }
}

}  // namespace
}  // namespace bv2::model
