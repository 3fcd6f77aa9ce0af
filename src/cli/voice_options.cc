#include "cli/voice_options.h"

#include <CLI/CLI.hpp>

#include "base/affinity.h"
#include "text/data_folder.h"

namespace bv2::cli {

synth::SynthesizerFiles VoiceOptions::Files(const TextOptions& text) const {
  synth::SynthesizerFiles result = files;
  result.data = text::DataFolder(text.data);
  result.bert_ja = text.bert_ja;
  result.mecab_dictionary = text.mecab_dictionary;
  if (result.model.empty()) result.model = text::DefaultVoice(result.data);
  return result;
}

void VoiceOptions::ChooseCores() const {
  if (!cores.empty()) UseCores(ParseCores(cores));
}

void AddVoiceOptions(CLI::App& command, VoiceOptions& options) {
  command
      .add_option("--model", options.files.model,
                  "checkpoint: .safetensors or G_*.pth (default: the demonstration voice)")
      ->type_name("FILE");
  command.add_option("--config", options.files.config, "config.json (default: beside the model)")
      ->type_name("FILE");
  command
      .add_option("--bert", options.files.bert,
                  "folder of chinese-roberta-wwm-ext-large; without it its features are zero")
      ->type_name("DIR");
  command.add_option("--cores", options.cores, "run on these cores only, as 0-3,8 (default: all)")
      ->type_name("LIST");
}

}  // namespace bv2::cli
