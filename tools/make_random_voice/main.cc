// Writes a voice and a BERT of any size with random weights: the shapes of the real thing for
// benchmarks and tests, before or without a trained voice. What it says is noise.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstring>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/utf8.h"
#include "make_random_voice/tensor_spec.h"
#include "model/safetensors.h"

namespace bv2::tools {
namespace {

namespace fs = std::filesystem;

model::Tensor Invent(const TensorSpec& spec, Rng& rng, bool half) {
  size_t size = 1;
  for (const size_t extent : spec.shape) size *= extent;
  std::vector<float> values(size);
  if (spec.scale != 0) rng.FillUniform(values);
  for (float& value : values) value = spec.offset + spec.scale * (2 * value - 1);
  if (!half) return model::TensorOfFloats(spec.shape, values);
  std::vector<std::byte> bytes(size * 2);
  for (size_t i = 0; i < size; ++i) {
    const uint16_t bits = model::FloatToHalf(values[i]);
    std::memcpy(&bytes[2 * i], &bits, 2);
  }
  return model::TensorOfBytes(model::DType::kF16, spec.shape, std::move(bytes));
}

void WriteModel(const fs::path& path, const std::vector<TensorSpec>& specs, Rng& rng, bool half) {
  model::Safetensors file;
  for (const TensorSpec& spec : specs)
    file.tensors.emplace_back(spec.name, Invent(spec, rng, half));
  file.metadata = {{"format", "pt"}};
  model::WriteSafetensors(path, file);
}

// One token a line: BERT's special tokens, printable ASCII, then the characters of `common`; the
// rest of `size` is filled up with names that never occur.
std::string Vocabulary(size_t size, const std::string& common) {
  std::vector<std::string> tokens = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
  for (char c = '!'; c <= '~'; ++c)
    if (c < 'A' || c > 'Z') tokens.emplace_back(1, c);
  for (const char32_t c : DecodeUtf8(common)) tokens.push_back(EncodeUtf8({&c, 1}));
  if (tokens.size() > size)
    Fail(ErrorCode::kInvalidArgument, "vocab_size {} is too small; at least {} tokens are needed",
         size, tokens.size());
  for (size_t i = tokens.size(); i < size; ++i) tokens.push_back(fmt::format("[unused{}]", i));
  return fmt::format("{}\n", fmt::join(tokens, "\n"));
}

struct Options {
  std::string recipe;
  std::string output;
  uint64_t seed = 1;
};

void Run(const Options& options) {
  const Json recipe = Json::ParseFile(options.recipe);
  const Json& voice = recipe.At("voice");
  const Json& bert = recipe.At("bert");
  const bool half = recipe.At("half").AsBool();
  const fs::path out = options.output;
  fs::create_directories(out / "bert");
  Rng rng(options.seed);
  ReplaceFile(out / "config.json", voice.Dump(2) + "\n");
  WriteModel(out / "model.safetensors", VoiceTensors(voice), rng, half);
  ReplaceFile(out / "bert/config.json", bert.Dump(2) + "\n");
  ReplaceFile(out / "bert/vocab.txt",
              Vocabulary(static_cast<size_t>(bert.At("vocab_size").AsInteger()),
                         recipe.At("vocabulary").AsString()));
  WriteModel(out / "bert/model.safetensors", BertTensors(bert), rng, half);
}

}  // namespace
}  // namespace bv2::tools

int main(int argc, char** argv) {
  CLI::App app{"Writes a voice with random weights, and a BERT for it.", "make-random-voice"};
  bv2::tools::Options options;
  app.add_option("recipe", options.recipe, "full.json, tiny.json or your own")->required();
  app.add_option("output", options.output, "folder to write")->required();
  app.add_option("--seed", options.seed, "seed of the random numbers");
  CLI11_PARSE(app, argc, argv);
  try {
    bv2::tools::Run(options);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "make-random-voice: error: {}\n", error.what());
    return 1;
  }
}
