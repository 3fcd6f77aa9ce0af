#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "text/frontends.h"
#include "text/options.h"
#include "text/symbols.h"

namespace CLI {
class App;
}

namespace bv2::cli {

// Whether the name means that the language is found out from the text.
bool IsAutomatic(std::string_view language);

// How text is read, wherever it comes from.
struct TextOptions {
  std::string normalize = "default";
  std::string data;
  std::filesystem::path bert_ja;
  std::filesystem::path mecab_dictionary;

  text::Normalization Normalization() const;
  text::FrontendOptions Frontends() const;
  // Where the original keeps it, unless another is named.
  void FindBertJa();
};

// The same and the language, where the text does not come with one.
struct LanguageOptions : TextOptions {
  std::string language = "ZH";
  std::string latin = "speak";
  std::vector<std::filesystem::path> dictionaries;

  // Opens the dictionaries. Throws what that throws.
  text::TextOptions Reading() const;
};

void AddTextOptions(CLI::App& command, TextOptions& options);
void AddLanguageOptions(CLI::App& command, LanguageOptions& options);

}  // namespace bv2::cli
