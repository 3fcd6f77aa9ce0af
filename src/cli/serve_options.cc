#include "cli/serve_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <set>

#include "base/error.h"
#include "cli/serve_file.h"
#include "text/data_folder.h"

namespace bv2::cli {
namespace {

void AddVoiceOptions(CLI::App& command, ServeOptions& options) {
  command
      .add_option("--model", options.model,
                  "checkpoint of a voice: .safetensors or G_*.pth (default, if there is no --voice "
                  "either: the demonstration voice)")
      ->type_name("FILE");
  command.add_option("--config", options.config, "its config.json (default: beside the model)")
      ->type_name("FILE");
  command
      .add_option("--voice", options.voices,
                  "a further voice and its checkpoint; may be given several times")
      ->allow_extra_args(false)
      ->take_all()
      ->type_name("NAME=FILE");
  command.add_flag("--lazy", options.server.lazy, "open voices when they are first asked for");
  synth::BackboneFiles& backbone = options.server.backbone;
  command.add_option("--bert", backbone.bert, "folder of chinese-roberta-wwm-ext-large")
      ->type_name("DIR");
  command.add_option("--bert-ja", backbone.bert_ja, "folder of bert-base-japanese-v3")
      ->type_name("DIR");
  command
      .add_option("--mecab-dictionary", backbone.mecab_dictionary,
                  "folder of a MeCab dictionary in UTF-8 (default: mecab-ipadic-utf8)")
      ->type_name("DIR");
  command.add_option("--data", options.data, "folder of the language tables")->type_name("DIR");
}

void AddHttpOptions(CLI::App& command, ServeOptions& options) {
  server::HttpServerOptions& http = options.server.http;
  command.add_option("--host", http.host, "address to listen on; 0.0.0.0: all")
      ->capture_default_str();
  command.add_option("--port", http.port, "0: any that is free")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  command
      .add_option("--api-key-file", options.server.api_key_file,
                  "keys, one a line, of which clients must send one (default: none is needed)")
      ->type_name("FILE");
  command
      .add_option("--cors", options.server.cors_origins,
                  "origin whose pages may use the server; *: any; may be given several times")
      ->allow_extra_args(false)
      ->take_all()
      ->type_name("ORIGIN");
}

void AddLimitOptions(CLI::App& command, ServeOptions& options) {
  server::ServerOptions& server = options.server;
  command.add_option("--threads", server.threads, "cores to use; 0: all")->capture_default_str();
  command.add_option("--queue", server.queue, "requests that are spoken or wait; more get a 429")
      ->capture_default_str();
  command.add_option("--max-chars", server.max_chars, "characters of a text")
      ->capture_default_str();
  command.add_option("--timeout", server.timeout_seconds, "seconds for a request")
      ->capture_default_str();
  command.add_option("--cache-mb", options.cache_mb, "memory for finished audio; 0: none")
      ->capture_default_str();
  command
      .add_option("--max-connections", server.http.max_connections,
                  "connections served at a time; further ones wait")
      ->capture_default_str();
}

std::vector<server::VoiceFiles> VoicesOf(const ServeOptions& options) {
  std::vector<server::VoiceFiles> voices;
  if (!options.model.empty())
    voices.push_back({.name = "default", .model = options.model, .config = options.config});
  for (const std::string& voice : options.voices) {
    const size_t equals = voice.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == voice.size())
      Fail(ErrorCode::kInvalidArgument, "--voice '{}' is not NAME=FILE", voice);
    voices.push_back({.name = voice.substr(0, equals), .model = voice.substr(equals + 1)});
  }
  voices.insert(voices.end(), options.own_config.begin(), options.own_config.end());
  return voices;
}

std::string Shown(const std::map<std::string, std::vector<std::string>>& given,
                  const std::string& name) {
  const auto found = given.find(name);
  return found == given.end() ? "not given" : fmt::format("'{}'", fmt::join(found->second, ", "));
}

}  // namespace

void AddServeOptions(CLI::App& command, ServeOptions& options) {
  command
      .add_option(
          "--file", options.file,
          "YAML or JSON with values for these options, by their names; those of the command "
          "line go first")
      ->type_name("FILE");
  AddVoiceOptions(command, options);
  AddDeviceOptions(command, options.device);
  AddHttpOptions(command, options);
  AddLimitOptions(command, options);
}

ServeSettings ReadServeSettings(const CLI::App& command) {
  ServeOptions options;
  CLI::App fresh;
  AddServeOptions(fresh, options);
  for (const CLI::Option* written : command.get_options()) {
    if (written->count() == 0) continue;
    CLI::Option* const option = fresh.get_option(written->get_name());
    for (const std::string& value : written->results()) option->add_result(value);
    option->run_callback();
  }
  if (!options.file.empty()) ReadServeFile(options.file, fresh, options.own_config);
  ServeSettings settings{.server = options.server, .device = options.device};
  settings.server.backbone.data = text::DataFolder(options.data);
  settings.server.voices = VoicesOf(options);
  if (settings.server.voices.empty())
    settings.server.voices = {
        {.name = "demo", .model = text::DefaultVoice(settings.server.backbone.data)}};
  settings.server.cache_bytes = options.cache_mb << 20;
  for (const CLI::Option* option : fresh.get_options())
    if (option->count() > 0) settings.given[option->get_lnames().front()] = option->results();
  return settings;
}

std::vector<std::string> NeedRestart(const ServeSettings& before, const ServeSettings& after) {
  static const std::set<std::string> kLive = {"file",  "model", "config",
                                              "voice", "lazy",  "api-key-file"};
  std::set<std::string> names;
  for (const auto* given : {&before.given, &after.given})
    for (const auto& [name, values] : *given)
      if (!kLive.contains(name)) names.insert(name);
  std::vector<std::string> sentences;
  for (const std::string& name : names) {
    const std::string old_value = Shown(before.given, name), value = Shown(after.given, name);
    if (old_value != value)
      sentences.push_back(
          fmt::format("'{}' was {} and is {} now, which takes a restart", name, old_value, value));
  }
  return sentences;
}

}  // namespace bv2::cli
