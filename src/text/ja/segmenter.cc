#include "text/ja/segmenter.h"

#include <mecab.h>

#include <algorithm>
#include <array>

#include "base/error.h"

namespace bv2::text::ja {
namespace {

namespace fs = std::filesystem;

constexpr std::array kUsualFolders = {
    "/var/lib/mecab/dic/ipadic-utf8",  // Debian
    "/usr/lib/mecab/dic/ipadic",       "/usr/lib64/mecab/dic/ipadic",
    "/usr/local/lib/mecab/dic/ipadic", "/opt/homebrew/lib/mecab/dic/ipadic",
};

fs::path FolderOf(const DictionaryOptions& options) {
  if (!options.folder.empty()) {
    if (!fs::exists(options.folder / "sys.dic")) {
      Fail(ErrorCode::kNotFound,
           "'{}' is not a compiled MeCab dictionary: it has no sys.dic; name the folder that "
           "mecab-dict-index wrote",
           options.folder.string());
    }
    return options.folder;
  }
  const auto found = std::find_if(kUsualFolders.begin(), kUsualFolders.end(), [](const char* path) {
    return fs::exists(fs::path(path) / "sys.dic");
  });
  if (found == kUsualFolders.end()) {
    Fail(ErrorCode::kNotFound,
         "Japanese needs a MeCab dictionary, and there is none in {}; install mecab-ipadic-utf8 or "
         "name the folder of another one",
         kUsualFolders[0]);
  }
  return *found;
}

// Features are one line of CSV: fields may be quoted, with doubled quotes inside.
std::vector<std::string> SplitFeatures(std::string_view features) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (size_t i = 0; i < features.size(); ++i) {
    const char c = features[i];
    if (c == '"' && quoted && features.substr(i + 1).starts_with('"')) {
      fields.back() += features[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

std::string Pronunciation(const std::vector<std::string>& fields, std::optional<size_t> field) {
  constexpr size_t kIpadic = 8;
  constexpr size_t kUnidic = 9;
  constexpr size_t kUnidicFields = 17;  // at least; IPADIC and its kin have 9 to 13
  const size_t index = field.value_or(fields.size() >= kUnidicFields ? kUnidic : kIpadic);
  if (index >= fields.size() || fields[index] == "*") return {};
  return fields[index];
}

}  // namespace

struct Segmenter::Mecab {
  std::unique_ptr<MeCab::Model> model;
  std::unique_ptr<MeCab::Tagger> tagger;
};

Segmenter::Segmenter(const DictionaryOptions& options)
    : pronunciation_field_(options.pronunciation_field) {
  std::string folder = FolderOf(options).string();
  // No settings but ours: a mecabrc of the user could name another dictionary.
  std::array<std::string, 5> words = {"bertvits2", "-r", "/dev/null", "-d", folder};
  std::array<char*, words.size()> arguments;
  std::transform(words.begin(), words.end(), arguments.begin(), [](auto& w) { return w.data(); });
  auto mecab = std::make_unique<Mecab>();
  mecab->model.reset(MeCab::Model::create(static_cast<int>(words.size()), arguments.data()));
  if (mecab->model) mecab->tagger.reset(mecab->model->createTagger());
  if (!mecab->tagger) {
    Fail(ErrorCode::kCorruptFile, "MeCab cannot use the dictionary '{}' ({}); install it again",
         folder, MeCab::getLastError());
  }
  std::string charset = mecab->model->dictionary_info()->charset;
  std::transform(charset.begin(), charset.end(), charset.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (charset != "utf-8" && charset != "utf8") {
    Fail(ErrorCode::kUnsupported,
         "the dictionary '{}' is in {}; only UTF-8 is supported. Compile it with "
         "mecab-dict-index -t utf-8",
         folder, charset);
  }
  mecab_ = std::move(mecab);
}

Segmenter::~Segmenter() = default;

std::vector<Word> Segmenter::Cut(std::string_view text) const {
  const std::unique_ptr<MeCab::Lattice> lattice(mecab_->model->createLattice());
  lattice->set_sentence(text.data(), text.size());
  if (!mecab_->tagger->parse(lattice.get())) {
    return {{.text = std::string(text), .reading = std::string(text), .known = false}};
  }
  std::vector<Word> words;
  for (const MeCab::Node* node = lattice->bos_node(); node != nullptr; node = node->next) {
    if (node->stat == MECAB_BOS_NODE || node->stat == MECAB_EOS_NODE) continue;
    const std::vector<std::string> features = SplitFeatures(node->feature);
    Word word = {.text = {node->surface, node->length},
                 .part_of_speech = features[0],
                 .known = node->stat != MECAB_UNK_NODE};
    word.reading = word.known ? Pronunciation(features, pronunciation_field_) : word.text;
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace bv2::text::ja
