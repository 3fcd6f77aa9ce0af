#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include "base/check.h"
#include "synth/bertvits2.h"
#include "synth/speech_reader.h"
#include "synth/synthesizer.h"

struct bv2_voice {
  bv2::synth::Synthesizer synthesizer;
};

struct bv2_speech {
  bv2::synth::SpeechReader reader;
};

namespace {

namespace synth = bv2::synth;

constexpr int kFailed = -1;

std::string& LastError() {
  thread_local std::string message;
  return message;
}

// What `call` returns, or `failed` after an exception, whose message is kept.
template <typename Call, typename Failed>
auto Guard(Failed failed, Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const std::exception& error) {
    LastError() = error.what();
  } catch (...) {
    LastError() = "an unknown error";
  }
  return failed;
}

const char* OrEmpty(const char* text) { return text == nullptr ? "" : text; }

synth::SynthesizerFiles FilesOf(const bv2_files& files) {
  BV2_CHECK(files.model != nullptr && files.data != nullptr, "a voice needs a model and data");
  synth::SynthesizerFiles result{.model = files.model,
                                 .config = OrEmpty(files.config),
                                 .data = files.data,
                                 .bert = OrEmpty(files.bert),
                                 .bert_ja = OrEmpty(files.bert_ja),
                                 .mecab_dictionary = OrEmpty(files.mecab_dictionary)};
  return result;
}

std::optional<bv2::text::Language> LanguageOf(std::string_view name) {
  if (name.empty() || name == "AUTO") return std::nullopt;
  const auto language = bv2::text::ParseLanguage(name);
  BV2_CHECK(language, "'{}' is not a language; use ZH, JP, EN or AUTO", name);
  return language;
}

synth::Request RequestOf(const bv2_request& request) {
  synth::Request result{.text = OrEmpty(request.text),
                        .speaker = OrEmpty(request.speaker),
                        .language = LanguageOf(OrEmpty(request.language)),
                        .sdp_ratio = request.sdp_ratio,
                        .noise_scale = request.noise_scale,
                        .noise_scale_w = request.noise_scale_w,
                        .length_scale = request.length_scale,
                        .early_start = request.early_start != 0};
  if (request.seed >= 0) result.seed = static_cast<uint64_t>(request.seed);
  return result;
}

struct StoppedBySink {
  int reason;
};

}  // namespace

bv2_request bv2_say(const char* text) {
  const synth::Request defaults;
  return {.text = text,
          .language = nullptr,
          .speaker = nullptr,
          .sdp_ratio = defaults.sdp_ratio,
          .noise_scale = defaults.noise_scale,
          .noise_scale_w = defaults.noise_scale_w,
          .length_scale = defaults.length_scale,
          .early_start = 0,
          .seed = -1};
}

bv2_voice* bv2_open(const bv2_files* files, int threads) {
  return Guard(nullptr,
               [&] { return new bv2_voice{synth::Synthesizer(FilesOf(*files), threads)}; });
}

void bv2_close(bv2_voice* voice) { delete voice; }

int bv2_sample_rate(const bv2_voice* voice) { return voice->synthesizer.sample_rate(); }

int bv2_speak(const bv2_voice* voice, const bv2_request* request, bv2_sink sink, void* user) {
  return Guard(kFailed, [&] {
    try {
      voice->synthesizer.Synthesize(RequestOf(*request), [&](std::span<const float> samples) {
        if (const int reason = sink(user, samples.data(), samples.size()))
          throw StoppedBySink{reason};
      });
      return 0;
    } catch (const StoppedBySink& stopped) {
      return stopped.reason;
    }
  });
}

bv2_speech* bv2_start(const bv2_voice* voice, const bv2_request* request) {
  return Guard(nullptr, [&] {
    return new bv2_speech{synth::SpeechReader(voice->synthesizer, RequestOf(*request))};
  });
}

ptrdiff_t bv2_read(bv2_speech* speech, float* samples, size_t count) {
  return Guard(ptrdiff_t{kFailed}, [&] {
    return static_cast<ptrdiff_t>(speech->reader.Read({samples, count}));
  });
}

void bv2_stop(bv2_speech* speech) { delete speech; }

const char* bv2_error(void) { return LastError().c_str(); }
