#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/language_options.h"
#include "synth/pronunciation_json.h"
#include "text/frontends.h"
#include "text/symbols.h"

namespace bv2::cli {
namespace {

struct Options {
  std::string text;
  std::string input;  // a file of JSON Lines, "-" for standard input
  LanguageOptions language;
};

// Texts to JSON Lines on standard output.
class Printer {
 public:
  explicit Printer(const LanguageOptions& options)
      : frontends_(options.Frontends()), options_(options.Reading()) {}

  // One line for a text. Throws what opening the language's frontend throws.
  void Print(std::string_view text, std::string_view language) const {
    Json line;
    const auto known = text::ParseLanguage(language);
    if (known || IsAutomatic(language)) {
      text::TextOptions options = options_;
      options.language = known;
      const text::MarkedText marked = frontends_.Mark(text, options);
      line = synth::ToJson(
          {.text = std::string(text), .spans = frontends_.ToSpans(marked, options.normalization)});
      const Json* spoken = line.Find("language");
      if (known && spoken != nullptr && text::ParseLanguage(spoken->AsString()) == known)
        line.Set("language", language);  // as given
    } else {
      line.Set("text", EncodeUtf8(DecodeUtf8(text)));  // ill-formed bytes cannot go into JSON
      line.Set("language", language);
      line.Set("error", fmt::format("'{}' is not a language; use ZH, JP, EN or AUTO", language));
    }
    std::cout << line.Dump() << '\n';
  }

  // A line {"text": …, "language": …}; the language may be left out. `source` names the line.
  void PrintLine(std::string_view content, const std::string& source, std::string language) const {
    std::string text;
    try {
      const Json line = Json::Parse(content, "the line");
      text = line.At("text").AsString();
      if (const Json* named = line.Find("language")) language = named->AsString();
    } catch (const Error& error) {
      Json line;
      line.Set("error", fmt::format("{}: {}", source, error.what()));
      std::cout << line.Dump() << '\n';
      return;
    }
    try {
      Print(text, language);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kInvalidArgument) throw;
      Json line;
      line.Set("text", EncodeUtf8(DecodeUtf8(text)));
      line.Set("language", language);
      line.Set("error", fmt::format("{}: {}", source, error.what()));
      std::cout << line.Dump() << '\n';
    }
  }

 private:
  text::Frontends frontends_;
  text::TextOptions options_;
};

void PrintFile(const Options& options) {
  const bool standard_input = options.input == "-";
  std::ifstream file;
  if (!standard_input) {
    file.open(options.input);
    if (!file) Fail(ErrorCode::kNotFound, "cannot open '{}'", options.input);
  }
  std::istream& input = standard_input ? std::cin : file;
  const Printer printer(options.language);
  size_t number = 0;
  for (std::string line; std::getline(input, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    printer.PrintLine(line, fmt::format("{}:{}", options.input, number), options.language.language);
  }
  if (input.bad()) Fail(ErrorCode::kIo, "cannot read '{}'", options.input);
}

}  // namespace

void AddText(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "text",
      "Show how text is pronounced: normalised text, phones, tones and phones a token, "
      "as JSON Lines.");
  auto* source = command->add_option_group("source")->require_option(1);
  source->add_option("text", options->text, "what to pronounce");
  source
      ->add_option("--input", options->input,
                   "JSON Lines with the fields text and language; - reads standard input")
      ->type_name("FILE");
  AddLanguageOptions(*command, options->language);
  command->callback([options] {
    if (options->input.empty())
      Printer(options->language).Print(options->text, options->language.language);
    else
      PrintFile(*options);
  });
}

}  // namespace bv2::cli
