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
#include "cli/data_folder.h"
#include "text/frontend.h"
#include "text/symbols.h"
#include "text/zh/frontend.h"

namespace bv2::cli {
namespace {

struct Options {
  std::string text;
  std::string input;  // a file of JSON Lines, "-" for standard input
  std::string language = "ZH";
  std::string data;
};

template <typename T>
Json ToJson(const std::vector<T>& values) {
  return Json::Array(values.begin(), values.end());
}

// Texts to JSON Lines on standard output.
class Printer {
 public:
  explicit Printer(const Options& options) : chinese_(DataFolder(options.data)) {}

  // One line for a text, whatever happens to it.
  void Print(std::string_view text, std::string_view language) const {
    Json line;
    line.Set("text", EncodeUtf8(DecodeUtf8(text)));  // ill-formed bytes cannot go into JSON
    line.Set("language", language);
    try {
      const text::Phones phones = Convert(text, language);
      line.Set("norm_text", phones.norm_text);
      line.Set("phones", ToJson(phones.phones));
      line.Set("tones", ToJson(phones.tones));
      line.Set("word2ph", ToJson(phones.word2ph));
    } catch (const Error& error) {
      line.Set("error", error.what());
    }
    std::cout << line.Dump() << '\n';
  }

  // A line {"text": …, "language": …}; the language may be left out. `source` names the line.
  void PrintLine(std::string_view content, const std::string& source,
                 const std::string& default_language) const {
    try {
      const Json line = Json::Parse(content, "the line");
      const Json* language = line.Find("language");
      Print(line.At("text").AsString(),
            language == nullptr ? default_language : language->AsString());
    } catch (const Error& error) {
      Json line;
      line.Set("error", fmt::format("{}: {}", source, error.what()));
      std::cout << line.Dump() << '\n';
    }
  }

 private:
  text::Phones Convert(std::string_view text, std::string_view language) const {
    if (text::ParseLanguage(language) != text::Language::kZh)
      Fail(ErrorCode::kUnsupported, "'{}' is not a language that can be spoken; use ZH", language);
    return chinese_.ToPhones(text);
  }

  text::zh::ChineseFrontend chinese_;
};

void PrintFile(const Options& options) {
  const bool standard_input = options.input == "-";
  std::ifstream file;
  if (!standard_input) {
    file.open(options.input);
    if (!file) Fail(ErrorCode::kNotFound, "cannot open '{}'", options.input);
  }
  std::istream& input = standard_input ? std::cin : file;
  const Printer printer(options);
  size_t number = 0;
  for (std::string line; std::getline(input, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    printer.PrintLine(line, fmt::format("{}:{}", options.input, number), options.language);
  }
  if (input.bad()) Fail(ErrorCode::kIo, "cannot read '{}'", options.input);
}

}  // namespace

void AddText(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "text",
      "Show how text is pronounced: normalised text, phones, tones and phones a character, "
      "as JSON Lines.");
  auto* source = command->add_option_group("source")->require_option(1);
  source->add_option("text", options->text, "what to pronounce");
  source
      ->add_option("--input", options->input,
                   "JSON Lines with the fields text and language; - reads standard input")
      ->type_name("FILE");
  command->add_option("--language", options->language, "language of the text")
      ->capture_default_str()
      ->check(CLI::IsMember({"ZH"}, CLI::ignore_case));
  command->add_option("--data", options->data, "folder of the language tables")->type_name("DIR");
  command->callback([options] {
    if (options->input.empty())
      Printer(*options).Print(options->text, options->language);
    else
      PrintFile(*options);
  });
}

}  // namespace bv2::cli
