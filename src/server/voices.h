#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "synth/synthesizer.h"

namespace bv2::server {

struct VoiceFiles {
  std::string name;
  std::filesystem::path model = {};
  std::filesystem::path config = {};  // empty: config.json beside the model
};

// A voice that is ready to speak.
struct LoadedVoice {
  //   id  of this loading: another after a reload
  LoadedVoice(std::string id, const VoiceFiles& files,
              std::shared_ptr<const synth::Backbone> backbone);

  const std::string name;
  const std::string id;
  const synth::Synthesizer synthesizer;
};

// A voice and who of it speaks.
struct Casting {
  std::shared_ptr<const LoadedVoice> voice;
  std::string speaker;  // empty: the first
};

// The voices of a server, in the order of its options. Thread-safe; a voice that is used lives on
// when another takes its place.
class Voices {
 public:
  explicit Voices(std::shared_ptr<const synth::Backbone> backbone);
  ~Voices();

  // Takes these in place of all before; those whose files are as they were stay. The others are
  // opened at once, in parallel, or when first asked for. Throws what opening throws, and then
  // nothing has changed; kInvalidArgument for names that cannot be, or no voice.
  void Load(const std::vector<VoiceFiles>& files, bool lazily);

  // By name; empty: the first. Throws HttpError 404, or 503 if it cannot be opened.
  std::shared_ptr<const LoadedVoice> Get(const std::string& name) const;
  std::shared_ptr<const LoadedVoice> At(size_t index) const;

  // What clients write for a voice: its name, NAME/SPEAKER, or a speaker of any of the voices.
  // Throws what Get throws.
  Casting Cast(const std::string& name) const;

  struct Status {
    std::string name;
    bool loaded = false;
    std::vector<std::string> speakers = {};  // of one that is loaded
    int sample_rate = 0;
  };
  std::vector<Status> List() const;
  bool ready() const;  // whether all that should be loaded are

 private:
  struct Slot;
  using Slots = std::vector<std::shared_ptr<Slot>>;
  std::shared_ptr<const Slots> slots() const;
  std::shared_ptr<Slot> FindSlot(const VoiceFiles& files, const std::string& state) const;
  std::shared_ptr<const LoadedVoice> Open(Slot& slot) const;

  const std::shared_ptr<const synth::Backbone> backbone_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Slots> slots_;
  size_t loadings_ = 0;
};

}  // namespace bv2::server
