#include "train/freeze.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "base/check.h"
#include "base/error.h"

namespace bv2::train {
namespace {

bool Has(std::string_view scope, std::string_view name) {
  return name.starts_with(scope) && (name.size() == scope.size() || name[scope.size()] == '.');
}

std::vector<std::string> Spelled(const std::vector<std::string>& scopes) {
  std::vector<std::string> spelled;
  for (const std::string& scope : scopes) {
    if (scope == "bert")
      spelled.insert(spelled.end(), {"enc_p.bert_proj", "enc_p.ja_bert_proj"});
    else
      spelled.push_back(scope);
  }
  return spelled;
}

// The scopes one level below the part of `scope` that exists; the outermost ones if none does.
std::set<std::string> Choices(const torch::nn::Module& network, std::string_view scope) {
  std::set<std::string> choices;
  const size_t dot = scope.rfind('.');
  const std::string_view outer = dot == std::string_view::npos ? "" : scope.substr(0, dot);
  const size_t begin = outer.empty() ? 0 : outer.size() + 1;
  for (const auto& item : network.named_parameters()) {
    const std::string& name = item.key();
    if (outer.empty() || Has(outer, name)) choices.insert(name.substr(0, name.find('.', begin)));
  }
  return choices.empty() ? Choices(network, outer) : choices;
}

}  // namespace

int64_t Freeze(torch::nn::Module& network, const std::vector<std::string>& scopes) {
  int64_t frozen = 0;
  for (const std::string& scope : Spelled(scopes)) {
    bool found = false;
    for (auto& item : network.named_parameters()) {
      if (!Has(scope, item.key())) continue;
      found = true;
      if (!item.value().requires_grad()) continue;
      item.value().set_requires_grad(false);
      frozen += item.value().numel();
    }
    if (!found) {
      Fail(ErrorCode::kInvalidArgument,
           "no parameter of the generator is in '{}', which was to be frozen; there are {}, and "
           "bert for the layers that take its features in",
           scope, fmt::join(Choices(network, scope), ", "));
    }
  }
  const auto parameters = network.parameters();
  BV2_CHECK(std::ranges::any_of(parameters, [](const auto& p) { return p.requires_grad(); }),
            "everything is frozen; nothing is left to train");
  return frozen;
}

}  // namespace bv2::train
