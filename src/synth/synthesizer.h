#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/arena_pool.h"
#include "base/thread_pool.h"
#include "model/config.h"
#include "synth/backbone.h"
#include "synth/profile.h"
#include "synth/request.h"
#include "synth/speaker_table.h"
#include "text/split.h"
#include "vits/acoustic_model.h"

namespace bv2::synth {

struct SynthesizerFiles {
  std::filesystem::path model;         // .safetensors or .pth
  std::filesystem::path config;        // the original's; empty: config.json beside the model
  std::filesystem::path data;          // the folder of dictionaries, `data/` of this project
  std::filesystem::path bert;          // folder of the Chinese BERT; empty: its features are zeros
  std::filesystem::path bert_ja = {};  // the same of the Japanese one
  std::filesystem::path mecab_dictionary = {};  // empty: that of mecab-ipadic-utf8
  std::shared_ptr<const Engine> engine = {};    // what computes the networks; null: a CpuEngine

  BackboneFiles backbone() const {
    return {.data = data,
            .bert = bert,
            .bert_ja = bert_ja,
            .mecab_dictionary = mecab_dictionary,
            .engine = engine};
  }
};

// Text → speech: a voice, the text frontends and their BERT, ready to speak. Thread-safe: any
// number of threads may call Synthesize at once; they share the weights and the cores of one thread
// pool.
class Synthesizer {
 public:
  // Opens everything. Throws kNotFound, kCorruptFile, kUnsupported, kInvalidArgument naming the
  // file.
  //   threads <= 0: one per hardware thread
  explicit Synthesizer(const SynthesizerFiles& files, int threads = 0);
  // Opens a voice that shares with others what is not its own.
  //   model, config   as in SynthesizerFiles
  Synthesizer(std::shared_ptr<const Backbone> backbone, const std::filesystem::path& model,
              const std::filesystem::path& config);

  // Speaks request.text. Samples reach `sink` while later ones are still being computed.
  // Throws kInvalidArgument for text that holds nothing to say and for options out of range,
  // kNotFound for an unknown speaker.
  Result Synthesize(const Request& request, const SampleSink& sink, const Watch& watch = {}) const;

  // How the pieces of request.text would be pronounced. As phones of a request they can be spoken.
  // Throws what Synthesize throws for the text.
  std::vector<Pronunciation> Pronounce(const Request& request) const;

  int sample_rate() const { return static_cast<int>(config_.data.sampling_rate); }
  // Names in the order of the voice's configuration.
  std::vector<std::string> speakers() const { return speakers_.names(); }
  // Whether the voice heeds the BERT of a language. One that was trained without does not.
  bool HearsBert(text::Language language) const;
  const ThreadPool& pool() const { return backbone_->pool(); }

 private:
  Synthesizer(std::shared_ptr<const Backbone> backbone, const model::Weights& weights,
              model::Config config);

  struct Slice;   // the networks' input for one slice
  struct Latent;  // the decoder's input for one slice
  std::vector<Slice> Prepare(const Request& request) const;
  // Adds the piece of `text`, or its parts if it is too long for BERT.
  void Prepare(const text::Piece& piece, const text::MarkedText& text,
               text::Normalization normalization, std::vector<Slice>& slices) const;
  Slice MakeSlice(const text::Piece& piece, std::vector<text::Phones> spans) const;
  bool FitsBert(std::span<const text::Phones> spans) const;
  // What the BERT of a language says of each phone of slice.ids, weighted; zeros where others are
  // spoken. Without rows if it says nothing.
  View<const float> Features(const Slice& slice, text::Language language, float weight,
                             const Context& context) const;
  // All stages before the decoder. Draws the slice's random numbers.
  Latent MakeLatent(const Slice& slice, const Request& request, vits::NoiseSource& noise,
                    bool profiled) const;
  void Decode(const Latent& latent, const SampleSink& sink, Profile* profile) const;

  std::shared_ptr<const Backbone> backbone_;
  model::Config config_;
  std::unique_ptr<const vits::AcousticModel> voice_;
  SpeakerTable speakers_;
  bool hears_bert_, hears_ja_bert_;
  mutable ArenaPool arenas_;
};

}  // namespace bv2::synth
