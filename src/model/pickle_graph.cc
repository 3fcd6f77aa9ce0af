#include "model/pickle_graph.h"

#include <unordered_set>

#include "base/error.h"

namespace bv2::model::pickle {
namespace {

// A training checkpoint nests 6 deep.
constexpr size_t kMaxDepth = 64;
// Objects may be shared; the tree that is returned repeats them. This bounds the repetition.
constexpr size_t kMaxTreeNodes = size_t{1} << 20;
constexpr size_t kMaxTreeTextBytes = size_t{1} << 26;

class TreeBuilder {
 public:
  explicit TreeBuilder(const std::string& source) : source_(source) {}

  Value Build(const Object& object, size_t depth) {
    if (depth > kMaxDepth)
      Fail(ErrorCode::kUnsupported, "'{}': values nested deeper than {} levels", source_,
           kMaxDepth);
    Spend(1, 0);
    if (const auto* v = As<bool>(&object)) return *v;
    if (const auto* v = As<int64_t>(&object)) return *v;
    if (const auto* v = As<double>(&object)) return *v;
    if (const auto* v = As<Tensor>(&object)) {
      Spend(v->shape.size() / 4, 0);
      return *v;
    }
    if (const auto* v = As<std::string>(&object)) {
      Spend(0, v->size());
      return *v;
    }
    if (const auto* v = As<Sequence>(&object)) return BuildSequence(*v, depth);
    if (const auto* v = As<Mapping>(&object)) return BuildMapping(*v, depth);
    if (As<std::monostate>(&object) != nullptr) return {};
    Fail(ErrorCode::kUnsupported, "'{}': a class or storage stands where a value is expected",
         source_);
  }

 private:
  void Spend(size_t nodes, size_t text) {
    nodes_ += nodes;
    text_ += text;
    if (nodes_ > kMaxTreeNodes || text_ > kMaxTreeTextBytes)
      Fail(ErrorCode::kUnsupported, "'{}': its values repeat to more than {} items", source_,
           kMaxTreeNodes);
  }

  Value BuildSequence(const Sequence& sequence, size_t depth) {
    std::vector<Value> items;
    for (const Object* item : sequence.items) items.push_back(Build(*item, depth + 1));
    if (sequence.is_tuple) return Tuple{std::move(items)};
    return List{std::move(items)};
  }

  Value BuildMapping(const Mapping& mapping, size_t depth) {
    Dict dict{.items = BuildItems(mapping, depth), .ordered = mapping.ordered, .attributes = {}};
    if (mapping.state == nullptr) return dict;
    const auto* state = As<Mapping>(mapping.state);
    if (state == nullptr || state->state != nullptr)
      Fail(ErrorCode::kUnsupported, "'{}': the state of an OrderedDict is no plain dict", source_);
    dict.attributes = BuildItems(*state, depth);
    return dict;
  }

  std::vector<std::pair<Value, Value>> BuildItems(const Mapping& mapping, size_t depth) {
    std::vector<std::pair<Value, Value>> items;
    std::unordered_set<std::string> seen;
    for (const auto& [key, value] : mapping.items) {
      if (!seen.insert(KeyText(*key)).second)
        Fail(ErrorCode::kCorruptFile, "'{}': the dict key {} appears twice", source_,
             KeyText(*key).substr(1));
      items.emplace_back(Build(*key, depth + 1), Build(*value, depth + 1));
    }
    return items;
  }

  // The key with a letter for its type, unique among keys.
  std::string KeyText(const Object& key) const {
    if (const auto* v = As<std::string>(&key)) return fmt::format("s{}", *v);
    if (const auto* v = As<int64_t>(&key)) return fmt::format("i{}", *v);
    if (const auto* v = As<bool>(&key)) return *v ? "bTrue" : "bFalse";
    if (const auto* v = As<double>(&key)) return fmt::format("f{}", *v);
    if (As<std::monostate>(&key) != nullptr) return "nNone";
    Fail(ErrorCode::kUnsupported, "'{}': a dict key that is neither a string nor a number",
         source_);
  }

  const std::string& source_;
  size_t nodes_ = 0;
  size_t text_ = 0;
};

}  // namespace

Value ToTree(const Object& root, const std::string& source) {
  return TreeBuilder(source).Build(root, 0);
}

}  // namespace bv2::model::pickle
