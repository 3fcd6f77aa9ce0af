#include "board/event.h"

#include <bit>
#include <cstring>
#include <optional>

#include "board/wire.h"

namespace bv2::board {
namespace {

// Field numbers of each message.
namespace event_field {
constexpr int kWallTime = 1, kStep = 2, kFileVersion = 3, kSummary = 5, kSessionLog = 7;
}
namespace session_field {
constexpr int kStatus = 1;
constexpr int64_t kStart = 1;
}  // namespace session_field
namespace summary_field {
constexpr int kValue = 1;
}
namespace value_field {
constexpr int kTag = 1, kSimpleValue = 2, kImage = 4, kHistogram = 5, kAudio = 6, kTensor = 8;
}
namespace image_field {
constexpr int kHeight = 1, kWidth = 2, kColorSpace = 3, kFile = 4;
constexpr int64_t kRgb = 3;
}  // namespace image_field
namespace audio_field {
constexpr int kSampleRate = 1, kChannels = 2, kFrames = 3, kFile = 4, kContentType = 5;
}
namespace histogram_field {
constexpr int kMin = 1, kMax = 2, kCount = 3, kSum = 4, kSumOfSquares = 5, kLimits = 6, kCounts = 7;
}
namespace tensor_field {
constexpr int kType = 1, kRawContent = 4, kFloats = 5, kDoubles = 6;
constexpr int64_t kFloatType = 1, kDoubleType = 2;
}  // namespace tensor_field

// A field of Value: the content's number and message.
struct Encoder {
  std::string& value;

  void operator()(const Other&) const {}
  void operator()(const Scalar& scalar) const {
    PutFloat(value_field::kSimpleValue, static_cast<float>(scalar.value), value);
  }
  void operator()(const Picture& picture) const {
    std::string message;
    PutInteger(image_field::kHeight, picture.height, message);
    PutInteger(image_field::kWidth, picture.width, message);
    PutInteger(image_field::kColorSpace, image_field::kRgb, message);
    PutBytes(image_field::kFile, picture.file, message);
    PutBytes(value_field::kImage, message, value);
  }
  void operator()(const Sound& sound) const {
    std::string message;
    PutFloat(audio_field::kSampleRate, static_cast<float>(sound.sample_rate), message);
    PutInteger(audio_field::kChannels, sound.channels, message);
    PutInteger(audio_field::kFrames, sound.frames, message);
    PutBytes(audio_field::kFile, sound.file, message);
    PutBytes(audio_field::kContentType, sound.content_type, message);
    PutBytes(value_field::kAudio, message, value);
  }
  void operator()(const Histogram& histogram) const {
    std::string message;
    PutDouble(histogram_field::kMin, histogram.min, message);
    PutDouble(histogram_field::kMax, histogram.max, message);
    PutDouble(histogram_field::kCount, histogram.count, message);
    PutDouble(histogram_field::kSum, histogram.sum, message);
    PutDouble(histogram_field::kSumOfSquares, histogram.sum_of_squares, message);
    PutDoubles(histogram_field::kLimits, histogram.limits, message);
    PutDoubles(histogram_field::kCounts, histogram.counts, message);
    PutBytes(value_field::kHistogram, message, value);
  }
};

std::string EncodeSummary(const std::vector<Value>& values) {
  std::string summary;
  for (const Value& entry : values) {
    std::string value;
    PutBytes(value_field::kTag, entry.tag, value);
    std::visit(Encoder{value}, entry.content);
    PutBytes(summary_field::kValue, value, summary);
  }
  return summary;
}

Picture DecodePicture(std::string_view message, std::string_view source) {
  Picture picture;
  for (WireReader reader(message, source); reader.Next();) {
    if (reader.field() == image_field::kHeight) picture.height = reader.Integer();
    if (reader.field() == image_field::kWidth) picture.width = reader.Integer();
    if (reader.field() == image_field::kFile) picture.file = reader.Bytes();
  }
  return picture;
}

Sound DecodeSound(std::string_view message, std::string_view source) {
  Sound sound;
  for (WireReader reader(message, source); reader.Next();) {
    if (reader.field() == audio_field::kSampleRate) sound.sample_rate = reader.Float();
    if (reader.field() == audio_field::kChannels) sound.channels = reader.Integer();
    if (reader.field() == audio_field::kFrames) sound.frames = reader.Integer();
    if (reader.field() == audio_field::kFile) sound.file = reader.Bytes();
    if (reader.field() == audio_field::kContentType) sound.content_type = reader.Bytes();
  }
  return sound;
}

Histogram DecodeHistogram(std::string_view message, std::string_view source) {
  Histogram histogram;
  for (WireReader reader(message, source); reader.Next();) {
    if (reader.field() == histogram_field::kMin) histogram.min = reader.Double();
    if (reader.field() == histogram_field::kMax) histogram.max = reader.Double();
    if (reader.field() == histogram_field::kCount) histogram.count = reader.Double();
    if (reader.field() == histogram_field::kSum) histogram.sum = reader.Double();
    if (reader.field() == histogram_field::kSumOfSquares)
      histogram.sum_of_squares = reader.Double();
    if (reader.field() == histogram_field::kLimits) reader.Doubles(histogram.limits);
    if (reader.field() == histogram_field::kCounts) reader.Doubles(histogram.counts);
  }
  return histogram;
}

template <typename T>
std::optional<double> OnlyElement(std::string_view raw) {
  if (raw.size() != sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, raw.data(), sizeof(T));
  return static_cast<double>(value);
}

// A tensor of one float or double; others hold what is not understood here. The elements are
// packed, bare, or raw memory, which for one element are the same bytes.
Content DecodeTensor(std::string_view message, std::string_view source) {
  int64_t type = 0;
  std::optional<double> element;
  for (WireReader reader(message, source); reader.Next();) {
    if (reader.field() == tensor_field::kType) type = reader.Integer();
    if (reader.field() != tensor_field::kRawContent && reader.field() != tensor_field::kFloats &&
        reader.field() != tensor_field::kDoubles)
      continue;
    const std::string_view raw = reader.Raw();
    if (type == tensor_field::kFloatType) element = OnlyElement<float>(raw);
    if (type == tensor_field::kDoubleType) element = OnlyElement<double>(raw);
  }
  if (!element) return Other{};
  return Scalar{*element};
}

Value DecodeValue(std::string_view message, std::string_view source) {
  Value value;
  for (WireReader reader(message, source); reader.Next();) {
    switch (reader.field()) {
      case value_field::kTag:
        value.tag = reader.Bytes();
        break;
      case value_field::kSimpleValue:
        value.content = Scalar{reader.Float()};
        break;
      case value_field::kImage:
        value.content = DecodePicture(reader.Bytes(), source);
        break;
      case value_field::kHistogram:
        value.content = DecodeHistogram(reader.Bytes(), source);
        break;
      case value_field::kAudio:
        value.content = DecodeSound(reader.Bytes(), source);
        break;
      case value_field::kTensor:
        value.content = DecodeTensor(reader.Bytes(), source);
        break;
      default:
        break;
    }
  }
  return value;
}

bool IsStart(std::string_view session_log, std::string_view source) {
  bool start = false;
  for (WireReader reader(session_log, source); reader.Next();)
    if (reader.field() == session_field::kStatus) start = reader.Integer() == session_field::kStart;
  return start;
}

}  // namespace

std::string EncodeEvent(const Event& event) {
  std::string message;
  PutDouble(event_field::kWallTime, event.wall_time, message);
  if (event.step != 0) PutInteger(event_field::kStep, event.step, message);
  if (!event.file_version.empty()) PutBytes(event_field::kFileVersion, event.file_version, message);
  if (event.restart) {
    std::string session;
    PutInteger(session_field::kStatus, session_field::kStart, session);
    PutBytes(event_field::kSessionLog, session, message);
  }
  if (!event.values.empty()) PutBytes(event_field::kSummary, EncodeSummary(event.values), message);
  return message;
}

Event DecodeEvent(std::string_view message, std::string_view source) {
  Event event;
  for (WireReader reader(message, source); reader.Next();) {
    if (reader.field() == event_field::kWallTime) event.wall_time = reader.Double();
    if (reader.field() == event_field::kStep) event.step = reader.Integer();
    if (reader.field() == event_field::kFileVersion) event.file_version = reader.Bytes();
    if (reader.field() == event_field::kSessionLog) event.restart = IsStart(reader.Bytes(), source);
    if (reader.field() != event_field::kSummary) continue;
    for (WireReader summary(reader.Bytes(), source); summary.Next();)
      if (summary.field() == summary_field::kValue)
        event.values.push_back(DecodeValue(summary.Bytes(), source));
  }
  return event;
}

}  // namespace bv2::board
