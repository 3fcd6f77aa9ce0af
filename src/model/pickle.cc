#include "model/pickle.h"

#include <bit>
#include <unordered_map>

#include "base/error.h"

namespace bv2::model {
namespace {

constexpr size_t kBatch = 1000;  // items that Python's pickler sets or appends at once

class Pickler {
 public:
  Pickled Run(const Value& value) {
    Op('\x80');
    Op(2);
    Save(value);
    Op('.');
    return std::move(out_);
  }

 private:
  using Items = std::vector<std::pair<Value, Value>>;

  void Save(const Value& value) {
    std::visit([this](const auto& v) { SaveIt(v); }, value.variant());
  }

  void SaveIt(std::monostate) { Op('N'); }
  void SaveIt(bool value) { Op(value ? '\x88' : '\x89'); }
  void SaveIt(double value) {
    Op('G');
    const auto bits = std::bit_cast<uint64_t>(value);
    for (int shift = 56; shift >= 0; shift -= 8) Op(static_cast<char>(bits >> shift & 0xFF));
  }
  void SaveIt(int64_t value) {
    if (value >= 0 && value < 256) {
      Op('K');
      Integer(static_cast<uint64_t>(value), 1);
    } else if (value >= 0 && value < 65536) {
      Op('M');
      Integer(static_cast<uint64_t>(value), 2);
    } else if (value == static_cast<int32_t>(value)) {
      Op('J');
      Integer(static_cast<uint64_t>(value), 4);
    } else {
      SaveLong(value);
    }
  }
  // Two's complement in as few bytes as keep the sign.
  void SaveLong(int64_t value) {
    size_t width = 1;
    while (width < 8 && value >> (8 * width - 1) != 0 && value >> (8 * width - 1) != -1) ++width;
    Op('\x8a');
    Integer(width, 1);
    Integer(static_cast<uint64_t>(value), width);
  }
  void SaveIt(const std::string& text) {
    if (Recall("s" + text)) return;
    if (text.size() > UINT32_MAX)
      Fail(ErrorCode::kUnsupported, "a string of {} bytes cannot be pickled", text.size());
    Op('X');
    Integer(text.size(), 4);
    out_.bytes += text;
    Memoize("s" + text);
  }
  void SaveIt(const List& list) {
    Op(']');
    Memoize();
    const auto& items = list.items;
    if (items.size() == 1) {
      Save(items[0]);
      Op('a');
      return;
    }
    for (size_t i = 0; i < items.size();) {
      Op('(');
      const size_t end = std::min(items.size(), i + kBatch);
      while (i < end) Save(items[i++]);
      Op('e');
    }
  }
  void SaveIt(const Tuple& tuple) {
    SaveTuple(tuple.items.size(), [&](size_t i) { Save(tuple.items[i]); });
  }
  template <typename SaveItem>
  void SaveTuple(size_t size, SaveItem&& save_item) {
    if (size == 0) return Op(')');
    if (size > 3) Op('(');
    for (size_t i = 0; i < size; ++i) save_item(i);
    Op(size > 3 ? 't' : static_cast<char>(0x84 + size));
    Memoize();
  }

  void SaveIt(const Dict& dict) {
    if (!dict.ordered) {
      Op('}');
      Memoize();
      return SavePlainItems(dict.items);
    }
    SaveGlobal("collections", "OrderedDict");
    Op(')');
    Op('R');
    Memoize();
    SaveOrderedItems(dict.items);
    if (dict.attributes.empty()) return;
    Op('}');
    Memoize();
    SavePlainItems(dict.attributes);
    Op('b');
  }
  // The pickler treats exact dicts and other mappings slightly differently: only a dict of one item
  // is written without mark, but any last batch of one item of an OrderedDict.
  void SavePlainItems(const Items& items) {
    if (items.empty()) return;
    if (items.size() == 1) return SaveSingle(items[0]);
    size_t i = 0;
    do {
      SaveBatch(items, i, std::min(items.size(), i + kBatch));
      i += kBatch;
    } while (i <= items.size());
  }
  void SaveOrderedItems(const Items& items) {
    for (size_t i = 0; i < items.size(); i += kBatch) {
      if (i + 1 == items.size()) return SaveSingle(items[i]);
      SaveBatch(items, i, std::min(items.size(), i + kBatch));
    }
  }
  void SaveSingle(const std::pair<Value, Value>& item) {
    Save(item.first);
    Save(item.second);
    Op('s');
  }
  void SaveBatch(const Items& items, size_t first, size_t last) {
    Op('(');
    for (size_t i = first; i < last; ++i) {
      Save(items[i].first);
      Save(items[i].second);
    }
    Op('u');
  }

  // torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)
  void SaveIt(const Tensor& tensor) {
    SaveGlobal("torch._utils", "_rebuild_tensor_v2");
    Op('(');
    SaveStorage(tensor);
    SaveIt(static_cast<int64_t>(tensor.offset));
    SaveSizes(tensor.shape);
    SaveSizes(tensor.strides);
    SaveIt(tensor.requires_grad);
    SaveIt(Dict{.items = {}, .ordered = true, .attributes = {}});
    Op('t');
    Memoize();
    Op('R');
    Memoize();
  }
  void SaveSizes(const std::vector<size_t>& sizes) {
    SaveTuple(sizes.size(), [&](size_t i) { SaveIt(static_cast<int64_t>(sizes[i])); });
  }
  // Persistent id ('storage', torch.FloatStorage, key, 'cpu', number of elements)
  void SaveStorage(const Tensor& tensor) {
    const auto [found, is_new] =
        keys_.emplace(std::pair(tensor.storage.get(), tensor.dtype), out_.storages.size());
    if (is_new) out_.storages.push_back(tensor.storage);
    Op('(');
    SaveIt(std::string("storage"));
    SaveGlobal("torch", std::string(StorageClassName(tensor.dtype)));
    SaveIt(std::to_string(found->second));
    SaveIt(std::string("cpu"));
    SaveIt(static_cast<int64_t>(tensor.storage->bytes.size() / DTypeSize(tensor.dtype)));
    Op('t');
    Memoize();
    Op('Q');
  }
  void SaveGlobal(const std::string& module, const std::string& name) {
    const std::string key = fmt::format("g{}\n{}", module, name);
    if (Recall(key)) return;
    out_.bytes += fmt::format("c{}\n{}\n", module, name);
    Memoize(key);
  }

  void Op(char opcode) { out_.bytes += opcode; }
  void Integer(uint64_t value, size_t width) {
    for (size_t i = 0; i < width; ++i) Op(static_cast<char>(value >> (8 * i) & 0xFF));
  }
  // The pickler numbers everything it memoizes; only strings and globals are looked up again.
  void Memoize() {
    Op(memo_size_ < 256 ? 'q' : 'r');
    Integer(memo_size_, memo_size_ < 256 ? 1 : 4);
    ++memo_size_;
  }
  void Memoize(const std::string& key) {
    memo_.emplace(key, memo_size_);
    Memoize();
  }
  bool Recall(const std::string& key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) return false;
    Op(found->second < 256 ? 'h' : 'j');
    Integer(found->second, found->second < 256 ? 1 : 4);
    return true;
  }

  Pickled out_;
  size_t memo_size_ = 0;
  std::unordered_map<std::string, size_t> memo_;
  std::map<std::pair<const Storage*, DType>, size_t> keys_;
};

}  // namespace

Pickled Pickle(const Value& value) { return Pickler().Run(value); }

}  // namespace bv2::model
