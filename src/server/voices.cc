#include "server/voices.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "base/parallel_make.h"
#include "base/utf8.h"
#include "server/errors.h"

namespace bv2::server {

struct Voices::Slot {
  VoiceFiles files;
  std::string state;  // of the files when it was made
  std::string id;
  std::mutex mutex;                          // held while the voice is opened
  std::shared_ptr<const LoadedVoice> voice;  // null: not yet
};

namespace {

void CheckNames(const std::vector<VoiceFiles>& files) {
  BV2_CHECK(!files.empty(), "a server needs a voice: --model FILE or --voice NAME=FILE");
  std::set<std::string> names;
  for (const VoiceFiles& voice : files) {
    BV2_CHECK(!voice.name.empty() && voice.name.find('/') == std::string::npos &&
                  FindInvalidUtf8(voice.name) == std::string::npos,
              "'{}' cannot be the name of a voice; it must be UTF-8 without /", voice.name);
    BV2_CHECK(names.insert(voice.name).second, "two voices are named '{}'", voice.name);
  }
}

// What is another after a file was written or replaced. Empty: it cannot be told.
std::string StateOf(const std::filesystem::path& file) {
  struct stat facts = {};
  if (stat(file.c_str(), &facts) != 0) return "";
  return fmt::format("{} {} {} {} {}\n", file.string(), facts.st_ino, facts.st_size,
                     facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec);
}

std::string StateOf(const VoiceFiles& files) {
  const std::string model = StateOf(files.model), config = StateOf(files.config);
  return model.empty() || config.empty() ? "" : model + config;
}

bool HasSpeaker(const std::vector<std::string>& speakers, const std::string& name) {
  return std::ranges::find(speakers, name) != speakers.end();
}

}  // namespace

LoadedVoice::LoadedVoice(std::string loading, const VoiceFiles& files,
                         std::shared_ptr<const synth::Backbone> backbone)
    : name(files.name),
      id(std::move(loading)),
      synthesizer(std::move(backbone), files.model, files.config) {}

Voices::Voices(std::shared_ptr<const synth::Backbone> backbone)
    : backbone_(std::move(backbone)), slots_(std::make_shared<const Slots>()) {}

Voices::~Voices() = default;

std::shared_ptr<Voices::Slot> Voices::FindSlot(const VoiceFiles& files,
                                               const std::string& state) const {
  if (state.empty()) return nullptr;
  for (const auto& slot : *slots())
    if (slot->files.name == files.name && slot->state == state) return slot;
  return nullptr;
}

void Voices::Load(const std::vector<VoiceFiles>& voices, bool lazily) {
  CheckNames(voices);
  const size_t loading = [&] {
    const std::lock_guard lock(mutex_);
    return loadings_++;
  }();
  auto fresh =
      std::make_shared<Slots>(ParallelMake(backbone_->pool(), voices.size(), [&](size_t i) {
        VoiceFiles files = voices[i];
        if (files.config.empty()) files.config = files.model.parent_path() / "config.json";
        const std::string state = StateOf(files);
        auto slot = FindSlot(files, state);
        if (slot == nullptr) {
          slot = std::make_shared<Slot>();
          slot->id = fmt::format("{}#{}", files.name, loading);
          slot->state = state;
          slot->files = std::move(files);
        }
        if (!lazily) Open(*slot);
        return slot;
      }));
  const std::lock_guard lock(mutex_);
  slots_ = std::move(fresh);
}

std::shared_ptr<const LoadedVoice> Voices::Open(Slot& slot) const {
  const std::lock_guard lock(slot.mutex);
  if (slot.voice == nullptr) {
    slot.voice = std::make_shared<const LoadedVoice>(slot.id, slot.files, backbone_);
    LogInfo("voice '{}' is ready: {} speakers, {} Hz", slot.files.name,
            slot.voice->synthesizer.speakers().size(), slot.voice->synthesizer.sample_rate());
  }
  return slot.voice;
}

std::shared_ptr<const Voices::Slots> Voices::slots() const {
  const std::lock_guard lock(mutex_);
  return slots_;
}

std::shared_ptr<const LoadedVoice> Voices::At(size_t index) const {
  const auto all = slots();
  if (index >= all->size())
    throw HttpError(404, "not_found",
                    fmt::format("there is no voice {}; there are {}", index, all->size()));
  Slot& slot = *(*all)[index];
  try {
    return Open(slot);
  } catch (const Error& error) {
    LogError("voice '{}' cannot be opened: {}", slot.files.name, error.what());
    throw HttpError(
        503, "voice_unavailable",
        fmt::format("the voice '{}' cannot be opened; the server's log says why", slot.files.name));
  }
}

std::shared_ptr<const LoadedVoice> Voices::Get(const std::string& name) const {
  if (name.empty()) return At(0);
  const auto all = slots();
  std::string known;
  for (size_t i = 0; i < all->size(); ++i) {
    if ((*all)[i]->files.name == name) return At(i);
    constexpr size_t kShown = 8;
    if (i < kShown) known += fmt::format("{}'{}'", i == 0 ? "" : ", ", (*all)[i]->files.name);
    if (i == kShown) known += ", …";
  }
  throw HttpError(404, "voice_not_found",
                  fmt::format("there is no voice '{}'; there are {}", name, known),
                  {.param = "voice"});
}

Casting Voices::Cast(const std::string& name) const {
  const auto all = slots();
  const auto named = [&](const std::string& voice) {
    return std::ranges::any_of(*all, [&](const auto& slot) { return slot->files.name == voice; });
  };
  if (name.empty() || named(name)) return {Get(name), ""};
  const size_t slash = name.find('/');
  if (slash != std::string::npos && named(name.substr(0, slash)))
    return {Get(name.substr(0, slash)), name.substr(slash + 1)};
  for (const Status& voice : List())
    if (HasSpeaker(voice.speakers, name)) return {Get(voice.name), name};
  return {Get(name), ""};  // which says what there is
}

std::vector<Voices::Status> Voices::List() const {
  std::vector<Status> list;
  for (const auto& slot : *slots()) {
    Status& status = list.emplace_back(Status{.name = slot->files.name});
    // One that is being opened counts as not loaded.
    const std::unique_lock lock(slot->mutex, std::try_to_lock);
    if (!lock || slot->voice == nullptr) continue;
    status.loaded = true;
    status.speakers = slot->voice->synthesizer.speakers();
    status.sample_rate = slot->voice->synthesizer.sample_rate();
  }
  return list;
}

bool Voices::ready() const { return !slots()->empty(); }

}  // namespace bv2::server
