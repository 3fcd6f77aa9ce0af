#include "server/speak_request.h"

#include "base/error.h"
#include "base/utf8.h"
#include "server/errors.h"
#include "server/parameters.h"
#include "synth/pronunciation_json.h"

namespace bv2::server {
namespace {

// Within what voices can do. Slower than ten times is hours of audio from a few lines.
constexpr Range kSdpRatio{0, 1}, kNoise{0, 2}, kLength{0.1, 10}, kBertWeight{0, 1.5}, kPause{0, 10};
constexpr Range kSeed{0, 9007199254740991};  // what JSON numbers hold exactly
constexpr size_t kPhonesPerCharacter = 16;   // more than any text has

float AsFloat(std::optional<double> value, float otherwise) {
  return value ? static_cast<float>(*value) : otherwise;
}

void CheckLength(const std::string& text, const char* name, const Limits& limits) {
  const size_t length = DecodeUtf8(text).size();
  if (length > limits.max_chars)
    throw HttpError(400, "text_too_long",
                    fmt::format("'{}' has {} characters; this server takes up to {}", name, length,
                                limits.max_chars),
                    {.param = name});
}

std::string RequiredText(const Parameters& parameters, const char* name, const Limits& limits) {
  const auto text = parameters.Text(name);
  if (!text) FailParameter(name, "'{}' is missing", name);
  CheckLength(*text, name, limits);
  return *text;
}

// "ZH", "JP", "JA", "EN" in any case; "AUTO" and its variants with a mix of languages: none.
std::optional<text::Language> ParseLanguage(const std::string& name) {
  const auto language = text::ParseLanguage(name);
  if (language) return language;
  if (name == "AUTO" || name == "auto" || name == "MIX" || name == "mix") return std::nullopt;
  FailParameter("language", "'{}' is not a language; use ZH, JP, EN or AUTO", name);
}

std::optional<text::Language> LanguageOf(const Parameters& parameters) {
  return ParseLanguage(parameters.Text("language").value_or("AUTO"));
}

std::optional<uint64_t> SeedOf(const Parameters& parameters) {
  const auto seed = parameters.Integer("seed", kSeed);
  if (!seed) return std::nullopt;
  return static_cast<uint64_t>(*seed);
}

std::vector<synth::Pronunciation> PhonesOf(const Parameters& parameters, const Limits& limits) {
  std::vector<synth::Pronunciation> phones;
  const Json* pieces = parameters.Find("phones");
  if (pieces == nullptr) return phones;
  size_t count = 0;
  try {
    for (const Json& piece : pieces->AsArray()) {
      phones.push_back(synth::PronunciationFromJson(piece));
      for (const text::Phones& span : phones.back().spans) count += span.phones.size();
    }
  } catch (const Error& error) {
    FailParameter("phones", "phones: {}", error.what());
  }
  if (count > kPhonesPerCharacter * limits.max_chars)
    FailParameter("phones", "there are {} phones; this server takes up to {}", count,
                  kPhonesPerCharacter * limits.max_chars);
  return phones;
}

// The text or phones, and how they are read.
void ReadWhat(const Parameters& parameters, const Limits& limits, SpeakRequest& request) {
  request.voice = parameters.Text("voice").value_or("");
  request.say.speaker = parameters.Text("speaker").value_or("");
  request.say.phones = PhonesOf(parameters, limits);
  if (request.say.phones.empty()) request.say.text = RequiredText(parameters, "text", limits);
  request.say.language = LanguageOf(parameters);
  const std::string foreign = parameters.Text("latin").value_or("speak");
  if (foreign != "speak" && foreign != "drop")
    FailParameter("latin", "'{}' is not a way to read foreign words; use speak or drop", foreign);
  if (foreign == "drop") request.say.foreign = text::Foreign::kDrop;
  const std::string normalize = parameters.Text("normalize").value_or("default");
  if (normalize != "default" && normalize != "upstream")
    FailParameter("normalize", "'{}' is not a normalisation; use default or upstream", normalize);
  if (normalize == "upstream") request.say.normalization = text::Normalization::kUpstream;
}

void ReadStyle(const Parameters& parameters, synth::Request& say) {
  say.sdp_ratio = AsFloat(parameters.Number("sdp_ratio", kSdpRatio), say.sdp_ratio);
  say.noise_scale = AsFloat(parameters.Number("noise_scale", kNoise), say.noise_scale);
  say.noise_scale_w = AsFloat(parameters.Number("noise_scale_w", kNoise), say.noise_scale_w);
  say.length_scale = AsFloat(parameters.Number("length_scale", kLength), say.length_scale);
  say.bert_weight = AsFloat(parameters.Number("bert_weight", kBertWeight), say.bert_weight);
  say.pause_seconds = AsFloat(parameters.Number("pause_seconds", kPause), say.pause_seconds);
  say.sentence_pause_seconds =
      AsFloat(parameters.Number("sentence_pause_seconds", kPause), say.sentence_pause_seconds);
  say.seed = SeedOf(parameters);
}

// The original answers with nothing but these.
[[noreturn]] void FailOriginal(const char* message) {
  throw HttpError(400, "invalid_argument", message);
}

float OriginalNumber(const Parameters& parameters, const char* name, Range range, float otherwise) {
  try {
    return AsFloat(parameters.Number(name, range), otherwise);
  } catch (const HttpError&) {
    FailOriginal("Invalid Parameter");
  }
}

}  // namespace

// Source: server.py of Bert-VITS2 1.1.1, whose checks come in this order.
SpeakRequest ParseOriginal(const HttpRequest& request, const Limits& limits) {
  const Parameters parameters = Parameters::OfQuery(request);
  constexpr float kTooSlow = 2;
  constexpr size_t kTooLong = 250;  // characters
  constexpr Range kAnyLength{kLength.low, 1e9};
  std::optional<std::string> text = parameters.Text("text");
  if (!text) FailOriginal("Invalid Parameter");
  for (size_t at; (at = text->find("/n")) != std::string::npos;) text->erase(at, 2);
  SpeakRequest result;
  result.say.sdp_ratio = OriginalNumber(parameters, "sdp_ratio", kSdpRatio, 0.2f);
  result.say.noise_scale = OriginalNumber(parameters, "noise", kNoise, 0.5f);
  result.say.noise_scale_w = OriginalNumber(parameters, "noisew", kNoise, 0.6f);
  result.say.length_scale = OriginalNumber(parameters, "length", kAnyLength, 1.2f);
  if (result.say.length_scale >= kTooSlow) FailOriginal("Too big length");
  if (DecodeUtf8(*text).size() >= kTooLong) FailOriginal("Too long text");
  const std::optional<std::string> speaker = parameters.Text("speaker");
  if (!speaker) FailOriginal("Missing Parameter");
  const std::string format = parameters.Text("format").value_or("wav");
  if (format != "wav" && format != "mp3" && format != "ogg") FailOriginal("Invalid Format");
  const auto language = text::ParseLanguage(parameters.Text("language").value_or(""));
  if (!language) FailOriginal("Invalid language");
  CheckLength(*text, "text", limits);
  result.coding = format == "wav" ? Coding::kWavFloat : *ParseCoding(format);
  result.say.text = *text;
  result.say.language = language;
  result.voice = *speaker;
  result.say.seed = SeedOf(parameters);
  return result;
}

// Source: the reference of OpenAI's API, "Create speech".
SpeakRequest ParseOpenAi(const HttpRequest& request, const Limits& limits) {
  const Parameters parameters = Parameters::OfJson(request);
  SpeakRequest result;
  result.say.text = RequiredText(parameters, "input", limits);
  const auto voice = parameters.Text("voice");
  if (!voice) FailParameter("voice", "'voice' is missing");
  result.voice = *voice;
  const std::string format = parameters.Text("response_format").value_or("mp3");
  const auto coding = ParseCoding(format);
  if (!coding)
    FailParameter("response_format",
                  "'{}' is not a format of this server; use mp3, opus, flac, wav, pcm or ogg",
                  format);
  result.coding = *coding;
  constexpr Range kSpeed{0.25, 4};
  result.say.length_scale = 1 / AsFloat(parameters.Number("speed", kSpeed), 1.0f);
  result.say.language = LanguageOf(parameters);
  result.say.seed = SeedOf(parameters);
  if (parameters.Flag("stream").value_or(false)) result.delivery = Delivery::kStream;
  const std::string stream = parameters.Text("stream_format").value_or("");
  if (stream == "sse")
    result.delivery = Delivery::kSse;
  else if (stream == "audio")
    result.delivery = Delivery::kStream;
  else if (!stream.empty())
    FailParameter("stream_format", "'{}' is not a stream format; use audio or sse", stream);
  return result;
}

// Source: server_fastapi.py of Bert-VITS2 2.3. The emotion, the style and the translation belong to
// later networks; a text is always cut into sentences.
SpeakRequest ParseVoice(const HttpRequest& request, const Limits& limits) {
  const Parameters parameters = Parameters::OfQueryAndForm(request);
  SpeakRequest result;
  result.say.text = RequiredText(parameters, "text", limits);
  result.voice_number = static_cast<size_t>(parameters.Integer("model_id", {0, 1e6}).value_or(0));
  result.say.speaker = parameters.Text("speaker_name").value_or("");
  if (const auto id = parameters.Integer("speaker_id", {0, 1e9}); id && result.say.speaker.empty())
    result.say.speaker = std::to_string(*id);
  result.say.sdp_ratio = AsFloat(parameters.Number("sdp_ratio", kSdpRatio), 0.2f);
  result.say.noise_scale = AsFloat(parameters.Number("noise", kNoise), 0.2f);
  result.say.noise_scale_w = AsFloat(parameters.Number("noisew", kNoise), 0.9f);
  result.say.length_scale = AsFloat(parameters.Number("length", kLength), 1.0f);
  result.say.language = LanguageOf(parameters);
  result.say.seed = SeedOf(parameters);
  return result;
}

SpeakRequest ParseSpeak(const HttpRequest& request, const Limits& limits) {
  const Parameters parameters = Parameters::OfJson(request);
  SpeakRequest result;
  ReadWhat(parameters, limits, result);
  ReadStyle(parameters, result.say);
  const std::string format = parameters.Text("format").value_or("wav");
  if (format == "events") {
    result.delivery = Delivery::kEvents;
    return result;
  }
  const auto coding = ParseCoding(format);
  if (!coding)
    FailParameter("format",
                  "'{}' is not a format; use wav, wav32, pcm, flac, ogg, opus, mp3 or events",
                  format);
  result.coding = *coding;
  if (parameters.Flag("stream").value_or(false)) result.delivery = Delivery::kStream;
  return result;
}

SpeakRequest ParsePronounce(const HttpRequest& request, const Limits& limits) {
  SpeakRequest result;
  ReadWhat(Parameters::OfJson(request), limits, result);
  return result;
}

}  // namespace bv2::server
