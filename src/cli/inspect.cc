#include "model/inspect.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "cli/commands.h"

namespace bv2::cli {
namespace {

struct Options {
  std::string file;
  bool tensors = false;
  bool json = false;
};

// One fact a line, the values in one column.
class Sheet {
 public:
  void Add(std::string_view key, const std::string& value) {
    if (!value.empty()) text_ += fmt::format("{:<18}{}\n", key, value);
  }
  template <typename T>
  void Add(std::string_view key, const std::optional<T>& value) {
    if (value) Add(key, fmt::format("{}", *value));
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string Megabytes(uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string Types(const model::Inspection& found) {
  std::string types;
  for (const auto& [dtype, count] : found.dtypes)
    types += fmt::format("{}{} {}", types.empty() ? "" : ", ", count, DTypeName(dtype));
  return types;
}

std::string Training(const model::Inspection& found) {
  // A bare set of weights is read as a checkpoint of iteration 0.
  if (found.iteration.value_or(0) == 0 && !found.has_optimizer) return "";
  if (!found.iteration) return "with optimizer state";
  std::string text = fmt::format("iteration {}", *found.iteration);
  if (found.learning_rate) text += fmt::format(", learning rate {}", *found.learning_rate);
  return text + (found.has_optimizer ? ", with optimizer state" : "");
}

std::string Flow(const model::NetworkShape& shape) {
  if (!shape.n_flow_layer || !shape.transformer_flow) return "";
  if (!*shape.transformer_flow) return fmt::format("{} WaveNet steps", *shape.couplings);
  return fmt::format("{} transformer steps of {} layers", *shape.n_flow_layer,
                     shape.n_layers_trans_flow.value_or(0));
}

std::string Report(const model::Inspection& found) {
  const model::NetworkShape& shape = found.shape;
  Sheet sheet;
  sheet.Add("file", found.source);
  sheet.Add("format", fmt::format("{}, {}", found.format, Megabytes(found.file_bytes)));
  sheet.Add("network", found.version.empty() ? std::string("unknown") : found.version);
  sheet.Add("runnable", std::string(found.runnable ? "yes" : "no"));
  sheet.Add("tensors", fmt::format("{} ({}), {:.2f} M parameters, {}", found.tensors.size(),
                                   Types(found), static_cast<double>(found.parameters) / 1e6,
                                   Megabytes(found.tensor_bytes)));
  sheet.Add("training", Training(found));
  if (found.stripped) sheet.Add("stripped", std::string("of what only training needs"));
  if (shape.speakers == 0U)
    sheet.Add("speakers", std::string("from a reference recording"));
  else
    sheet.Add("speakers", shape.speakers);
  sheet.Add("symbols", shape.symbols);
  sheet.Add("tones", shape.tones);
  sheet.Add("languages", shape.languages);
  sheet.Add("hidden channels", shape.hidden_channels);
  sheet.Add("inter channels", shape.inter_channels);
  sheet.Add("filter channels", shape.filter_channels);
  sheet.Add("speaker channels", shape.gin_channels);
  sheet.Add("attention heads", shape.n_heads);
  sheet.Add("encoder layers", shape.n_layers);
  sheet.Add("flow", Flow(shape));
  sheet.Add("spectrum bins", shape.spec_channels);
  return sheet.text();
}

Json TensorsToJson(const model::Inspection& found) {
  Json::Array tensors;
  for (const auto& entry : found.tensors) {
    Json tensor;
    tensor.Set("name", entry.name);
    tensor.Set("dtype", DTypeName(entry.dtype));
    tensor.Set("shape", Json::Array(entry.shape.begin(), entry.shape.end()));
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

// Facts that the file does not tell are left out.
Json ToJson(const model::Inspection& found) {
  const model::NetworkShape& shape = found.shape;
  Json json;
  const auto set = [&json](std::string_view key, const auto& value) {
    if (value) json.Set(key, *value);
  };
  json.Set("file", found.source);
  json.Set("format", found.format);
  json.Set("version", found.version);
  json.Set("runnable", found.runnable);
  json.Set("stripped", found.stripped);
  json.Set("file_bytes", found.file_bytes);
  json.Set("parameters", found.parameters);
  json.Set("has_optimizer", found.has_optimizer);
  set("iteration", found.iteration);
  set("learning_rate", found.learning_rate);
  set("symbols", shape.symbols);
  set("tones", shape.tones);
  set("languages", shape.languages);
  set("speakers", shape.speakers);
  set("hidden_channels", shape.hidden_channels);
  set("inter_channels", shape.inter_channels);
  set("filter_channels", shape.filter_channels);
  set("gin_channels", shape.gin_channels);
  set("n_heads", shape.n_heads);
  set("n_layers", shape.n_layers);
  set("n_flow_layer", shape.n_flow_layer);
  set("use_transformer_flow", shape.transformer_flow);
  set("n_layers_trans_flow", shape.n_layers_trans_flow);
  set("spec_channels", shape.spec_channels);
  return json;
}

void Run(const Options& options) {
  const model::Inspection found = model::Inspect(options.file);
  if (options.json) {
    Json json = ToJson(found);
    if (options.tensors) json.Set("tensors", TensorsToJson(found));
    std::cout << json.Dump(2) << '\n';
    return;
  }
  std::cout << Report(found);
  if (!options.tensors) return;
  std::cout << '\n';
  for (const auto& entry : found.tensors)
    std::cout << fmt::format("{:<5}{:<60}{}\n", DTypeName(entry.dtype), entry.name,
                             model::ShapeText(entry.shape));
}

}  // namespace

void AddInspect(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "inspect", "Say what a checkpoint is: network and version, sizes, speakers, training step.");
  command->add_option("file", options->file, "a .pth, .pt, .bin or .safetensors file")->required();
  command->add_flag("--tensors", options->tensors, "list every tensor, too");
  command->add_flag("--json", options->json, "print JSON");
  command->callback([options] { Run(*options); });
}

}  // namespace bv2::cli
