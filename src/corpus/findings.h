#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace bv2::corpus {

// Faults stop a training; warnings make a worse voice of it.
enum class Severity : uint8_t { kFault, kWarning };

// What is looked for in a corpus.
enum class Check : uint8_t {
  kList,
  kSymbol,
  kTone,
  kSpeaker,
  kAudio,
  kSampleRate,
  kChannels,
  kSampleType,
  kSegment,
  kBert,
  kSpectrogram,
  kPace,
  kDuration,
  kClipping,
  kSilence,
  kOffset,
  kLevel,
  kLeftOut,
  kUnknownPhone,
  kForeignTone,
  kRepeated,
  kShared,
  kIdleSpeaker,
};
inline constexpr size_t kCheckCount = static_cast<size_t>(Check::kIdleSpeaker) + 1;

struct CheckInfo {
  const char* name;  // as JSON has it, "sample_rate"
  Severity severity;
  const char* title;   // what was found
  const char* remedy;  // what to do about it
};
const CheckInfo& InfoOf(Check check);

// One thing found, at a line of a list or (line 0) in a file as a whole.
struct Finding {
  Check check;
  std::string list;
  size_t line = 0;
  std::string file = {};  // the recording, or what lies beside it
  std::string detail;     // the value and what it should be
  double weight = 0;      // the more, the worse; compares findings of one check
};

}  // namespace bv2::corpus
