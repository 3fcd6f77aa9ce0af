#include "board/event.h"

#include "board/wire.h"
#include "tests/support/test_support.h"

namespace bv2::board {
namespace {

TEST(Event, RoundTrip) {
  Event event{.wall_time = 1.5, .step = 200, .file_version = "brain.Event:2", .restart = true};
  event.values = {{"a", Scalar{0}},
                  {"b", Picture{3, 2, "png"}},
                  {"c", Sound{44100, 1, 5, "wav", "audio/wav"}},
                  {"d", Histogram{-1, 2, 3, 4, 5, {1, 2}, {1, 2}}}};
  const std::string message = EncodeEvent(event);
  const Event back = DecodeEvent(message, "x");
  EXPECT_EQ(back.wall_time, 1.5);
  EXPECT_EQ(back.step, 200);
  EXPECT_EQ(back.file_version, "brain.Event:2");
  EXPECT_TRUE(back.restart);
  ASSERT_EQ(back.values.size(), 4U);
  EXPECT_EQ(back.values[0].tag, "a");
  EXPECT_EQ(std::get<Scalar>(back.values[0].content).value, 0);
  const auto& picture = std::get<Picture>(back.values[1].content);
  EXPECT_EQ(picture.width, 3);
  EXPECT_EQ(picture.height, 2);
  EXPECT_EQ(picture.file, "png");
  const auto& sound = std::get<Sound>(back.values[2].content);
  EXPECT_EQ(sound.sample_rate, 44100);
  EXPECT_EQ(sound.frames, 5);
  EXPECT_EQ(sound.content_type, "audio/wav");
  const auto& histogram = std::get<Histogram>(back.values[3].content);
  EXPECT_EQ(histogram.min, -1);
  EXPECT_EQ(histogram.sum_of_squares, 5);
  EXPECT_EQ(histogram.limits, (std::vector<double>{1, 2}));
  EXPECT_EQ(histogram.counts, (std::vector<double>{1, 2}));
}

// The bytes that protoc --encode makes of the same message.
TEST(Event, HasTheBytesOfTheProtocol) {
  Event event{.wall_time = 1.5, .step = 200};
  event.values = {{"lr", Scalar{0.5}}};
  EXPECT_EQ(EncodeEvent(event), std::string("\x09\0\0\0\0\0\0\xF8\x3F\x10\xC8\x01"
                                            "\x2A\x0B\x0A\x09\x0A\x02lr\x15\0\0\0\x3F",
                                            25));
}

Content Tensor(const std::string& tensor) {
  std::string value, summary, event;
  PutBytes(1, "t", value);
  PutBytes(8, tensor, value);
  PutBytes(1, value, summary);
  PutBytes(5, summary, event);
  return DecodeEvent(event, "x").values.at(0).content;
}

// The form in which newer writers store scalars.
TEST(Event, ReadsTensorsOfOneElement) {
  std::string bare, packed, raw, two, text;
  PutInteger(1, 1, bare);
  PutFloat(5, 0.25F, bare);
  EXPECT_EQ(std::get<Scalar>(Tensor(bare)).value, 0.25);
  PutInteger(1, 2, packed);
  PutDoubles(6, std::vector{0.75}, packed);
  EXPECT_EQ(std::get<Scalar>(Tensor(packed)).value, 0.75);
  PutInteger(1, 1, raw);
  PutBytes(4, std::string("\0\0\0\x3F", 4), raw);
  EXPECT_EQ(std::get<Scalar>(Tensor(raw)).value, 0.5);
  PutInteger(1, 2, two);
  PutDoubles(6, std::vector{0.75, 1.0}, two);
  EXPECT_TRUE(std::holds_alternative<Other>(Tensor(two)));
  PutInteger(1, 7, text);
  PutBytes(8, "hello", text);
  EXPECT_TRUE(std::holds_alternative<Other>(Tensor(text)));
}

TEST(Event, SkipsWhatItDoesNotKnow) {
  std::string message;
  PutBytes(4, "a graph", message);
  PutInteger(2, 3, message);
  PutBytes(10, "who wrote it", message);
  EXPECT_EQ(DecodeEvent(message, "x").step, 3);
}

TEST(Event, RefusesFieldsOfTheWrongType) {
  std::string message;
  PutDouble(2, 3, message);
  test::ExpectError(ErrorCode::kCorruptFile, "x: not a valid message",
                    [&] { DecodeEvent(message, "x"); });
}

}  // namespace
}  // namespace bv2::board
