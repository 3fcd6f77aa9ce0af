#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/serve_file.h"
#include "cli/signals.h"
#include "server/server.h"
#include "text/data_folder.h"

namespace bv2::cli {
namespace {

struct Options {
  std::filesystem::path file;  // of options; empty: none
  std::filesystem::path model, config;
  std::vector<std::string> voices;  // NAME=FILE
  std::string data;
  size_t cache_mb = 64;
  server::ServerOptions server;
};

std::vector<server::VoiceFiles> VoicesOf(const Options& options) {
  std::vector<server::VoiceFiles> voices;
  if (!options.model.empty())
    voices.push_back({.name = "default", .model = options.model, .config = options.config});
  for (const std::string& voice : options.voices) {
    const size_t equals = voice.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == voice.size())
      Fail(ErrorCode::kInvalidArgument, "--voice '{}' is not NAME=FILE", voice);
    voices.push_back({.name = voice.substr(0, equals), .model = voice.substr(equals + 1)});
  }
  return voices;
}

// `command` writes into `options`.
void Run(CLI::App& command, Options& options) {
  const Signals signals;
  if (!options.file.empty()) ReadServeFile(command, options.file);
  options.server.voices = VoicesOf(options);
  options.server.backbone.data = text::DataFolder(options.data);
  options.server.cache_bytes = options.cache_mb << 20;
  options.server.version = BV2_VERSION;
  server::Server server(options.server);
  LogInfo("listening on http://{}:{}", options.server.http.host, server.port());
  signals.Serve({.run = [&] { server.Run(); },
                 .stop =
                     [&] {
                       LogInfo("stopping when what was begun is done; again to stop at once");
                       server.Stop();
                     },
                 .reload =
                     [&] {
                       try {
                         server.Reload(VoicesOf(options));
                         LogInfo("the voices were loaded again");
                       } catch (const std::exception& error) {
                         LogError("the voices stay as they are: {}", error.what());
                       }
                     }});
}

void AddVoiceOptions(CLI::App& command, Options& options) {
  command.add_option("--model", options.model, "checkpoint of a voice: .safetensors or G_*.pth")
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

void AddHttpOptions(CLI::App& command, Options& options) {
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

void AddLimitOptions(CLI::App& command, Options& options) {
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

}  // namespace

void AddServe(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("serve", "Serve voices over HTTP, and a web page.");
  command
      ->add_option("--file", options->file,
                   "JSON with values for these options, by their names; those given go first")
      ->type_name("FILE");
  AddVoiceOptions(*command, *options);
  AddHttpOptions(*command, *options);
  AddLimitOptions(*command, *options);
  command->callback([command, options] { Run(*command, *options); });
}

}  // namespace bv2::cli
