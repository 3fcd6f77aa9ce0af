#include "server/speech.h"

#include <fmt/format.h>

#include <exception>
#include <random>
#include <utility>

#include "base/error.h"
#include "base/json.h"
#include "server/base64.h"
#include "server/errors.h"
#include "server/job.h"
#include "server/take_key.h"
#include "synth/pronunciation_json.h"

namespace bv2::server {
namespace {

uint64_t RandomSeed() {
  std::random_device device;
  return device();
}

// A take that was kept, in one chunk.
class KeptTake : public AudioSource {
 public:
  explicit KeptTake(std::shared_ptr<const Take> take) : take_(std::move(take)) {}
  std::optional<Chunk> Next() override {
    const auto take = std::exchange(take_, nullptr);
    if (take == nullptr) return std::nullopt;
    return take->all;
  }

 private:
  std::shared_ptr<const Take> take_;
};

// A line of Delivery::kEvents.
std::string EventLine(const char* type, Json fields) {
  Json event;
  event.Set("type", type);
  if (fields.is_object())
    for (auto& [name, value] : fields.AsObject()) event.Set(name, std::move(value));
  return event.Dump() + '\n';
}

std::string SseLine(const Json& event) { return "data: " + event.Dump() + "\n\n"; }

}  // namespace

// A request that is being answered.
struct Speech::Performance {
  Delivery delivery;
  Coding coding;
  std::string voice;
  Take take;             // what came so far; the audio only while it may be kept
  std::string key = {};  // empty: it is not kept
  AudioCache& cache;
  std::unique_ptr<AudioSource> source = {};
  std::optional<Chunk> first = {};  // not yet given
  size_t samples = 0;               // that were given

  std::optional<Chunk> Next() {
    std::optional<Chunk> chunk = first ? std::exchange(first, std::nullopt) : source->Next();
    if (!chunk) {
      if (!key.empty()) cache.Keep(key, std::make_shared<const Take>(std::move(take)));
      return chunk;
    }
    samples += chunk->samples.size();
    if (!key.empty()) Remember(*chunk);
    return chunk;
  }

  bool Send(const BodyWriter& write) {
    switch (delivery) {
      case Delivery::kWhole:
        return false;
      case Delivery::kStream:
        return SendCoded(write);
      case Delivery::kSse:
        return SendSse(write);
      case Delivery::kEvents:
        return SendEvents(write);
    }
    return false;
  }

  std::string Whole() {
    std::vector<float> all;
    while (auto chunk = Next()) all.insert(all.end(), chunk->samples.begin(), chunk->samples.end());
    return EncodeWhole(coding, take.sample_rate, all);
  }

 private:
  void Remember(const Chunk& chunk) {
    take.all.samples.insert(take.all.samples.end(), chunk.samples.begin(), chunk.samples.end());
    take.all.pieces.insert(take.all.pieces.end(), chunk.pieces.begin(), chunk.pieces.end());
    if (cache.Holds(take.bytes())) return;
    key.clear();
    take.all = {};
  }

  bool SendCoded(const BodyWriter& write) {
    bool there = true;
    StreamCoder coder(coding, take.sample_rate,
                      [&](std::string_view bytes) { there = there && write(bytes); });
    while (there) {
      const auto chunk = Next();
      if (!chunk) break;
      coder.Write(chunk->samples);
    }
    if (there) coder.Close();
    return there;
  }

  bool SendSse(const BodyWriter& write) {
    const bool there = SendCoded([&](std::string_view bytes) {
      Json event;
      event.Set("type", "speech.audio.delta");
      event.Set("audio", Base64(bytes));
      return write(SseLine(event));
    });
    if (!there) return false;
    Json usage, event;
    for (const char* tokens : {"input_tokens", "output_tokens", "total_tokens"})
      usage.Set(tokens, 0);
    event.Set("type", "speech.audio.done");
    event.Set("usage", std::move(usage));
    return write(SseLine(event));
  }

  bool SendEvents(const BodyWriter& write) {
    Json start;
    start.Set("seed", take.seed);
    start.Set("sample_rate", take.sample_rate);
    start.Set("voice", voice);
    if (!write(EventLine("start", std::move(start)))) return false;
    while (const auto chunk = Next()) {
      if (!chunk->samples.empty()) {
        Json audio;
        audio.Set("pcm", Base64(EncodeWhole(Coding::kPcm, take.sample_rate, chunk->samples)));
        if (!write(EventLine("audio", std::move(audio)))) return false;
      }
      for (const synth::Timings::Piece& piece : chunk->pieces)
        if (!write(EventLine("piece", synth::ToJson(piece, take.sample_rate)))) return false;
    }
    Json end;
    end.Set("samples", samples);
    end.Set("seconds", static_cast<double>(samples) / take.sample_rate);
    return write(EventLine("end", std::move(end)));
  }
};

Speech::Speech(const Voices& voices, JobQueue& queue, Metrics& metrics, const Options& options)
    : voices_(voices),
      queue_(queue),
      metrics_(metrics),
      options_(options),
      cache_(options.cache_bytes) {}

JobQueue::Place Speech::Enter() {
  auto place = queue_.Enter();
  if (place) return std::move(*place);
  metrics_.Rejected();
  throw HttpError(429, "queue_full", "this server has as much to do as it may; come again later",
                  {.retry_after_seconds = queue_.RetryAfterSeconds()});
}

Clock::time_point Speech::Deadline(const HttpRequest& http) const {
  return http.arrival + std::chrono::duration_cast<Clock::duration>(options_.timeout);
}

std::unique_ptr<Speech::Performance> Speech::Begin(SpeakRequest request, const HttpRequest& http) {
  Casting casting = request.voice_number ? Casting{voices_.At(*request.voice_number), ""}
                                         : voices_.Cast(request.voice);
  if (request.say.speaker.empty()) request.say.speaker = casting.speaker;
  const bool seeded = request.say.seed.has_value();
  if (!seeded) request.say.seed = RandomSeed();
  auto performance = std::make_unique<Performance>(Performance{
      .delivery = request.delivery,
      .coding = request.coding,
      .voice = casting.voice->name,
      .take = {.seed = *request.say.seed, .sample_rate = casting.voice->synthesizer.sample_rate()},
      .cache = cache_});
  if (http.method == "HEAD") return performance;
  if (options_.cache_bytes > 0) performance->key = TakeKey(casting.voice->id, request.say);
  if (options_.cache_bytes > 0 && seeded) {
    const auto kept = cache_.Find(performance->key);
    metrics_.CacheLookup(kept != nullptr);
    if (kept != nullptr) {
      performance->key.clear();
      performance->source = std::make_unique<KeptTake>(kept);
      return performance;
    }
  }
  performance->source = std::make_unique<Job>(Job::Order{.casting = std::move(casting),
                                                         .say = std::move(request.say),
                                                         .arrival = http.arrival,
                                                         .deadline = Deadline(http),
                                                         .connected = http.connected},
                                              queue_, Enter(), metrics_);
  // What is wrong shows before the first audio, while there is still a status to say so.
  performance->first = performance->source->Next();
  return performance;
}

HttpReply Speech::Speak(SpeakRequest request, const HttpRequest& http) {
  std::shared_ptr<Performance> performance = Begin(std::move(request), http);
  const Take& take = performance->take;
  HttpReply reply{.content_type = ContentType(performance->coding, take.sample_rate),
                  .headers = {{"X-Seed", std::to_string(take.seed)},
                              {"X-Sample-Rate", std::to_string(take.sample_rate)}}};
  if (performance->delivery == Delivery::kSse) reply.content_type = "text/event-stream";
  if (performance->delivery == Delivery::kEvents) reply.content_type = "application/x-ndjson";
  if (performance->source == nullptr) return reply;  // of HEAD
  if (performance->delivery == Delivery::kWhole) {
    reply.body = performance->Whole();
    return reply;
  }
  reply.headers.emplace_back("X-Accel-Buffering", "no");  // for nginx: pass it on as it comes
  reply.stream = [performance = std::move(performance)](const BodyWriter& write) {
    try {
      return performance->Send(write);
    } catch (...) {
      // Too late for a status: the body breaks off. Those of events can say why.
      const HttpError error = ToHttpError(std::current_exception());
      const std::string json = ErrorJson(error, ErrorShape::kOwn);
      if (performance->delivery == Delivery::kEvents)
        write(EventLine("error", Json::Parse(json, "an error")));
      if (performance->delivery == Delivery::kSse) write("event: error\ndata: " + json + "\n\n");
      return false;
    }
  };
  return reply;
}

HttpReply Speech::Pronounce(const SpeakRequest& request, const HttpRequest& http) {
  const Casting casting = voices_.Cast(request.voice);
  JobQueue::Place place = Enter();
  if (!place.TakeTurn([] { return false; }, Deadline(http)))
    throw HttpError(504, "deadline_exceeded", "this server is too busy to answer in time");
  Json::Array pieces;
  for (const synth::Pronunciation& piece : casting.voice->synthesizer.Pronounce(request.say))
    pieces.push_back(synth::ToJson(piece));
  Json document;
  document.Set("pieces", std::move(pieces));
  return {.content_type = "application/json", .body = document.Dump()};
}

}  // namespace bv2::server
