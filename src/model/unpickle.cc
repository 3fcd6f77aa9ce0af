#include "model/unpickle.h"

#include <bit>
#include <cstring>
#include <deque>
#include <unordered_map>

#include "base/error.h"
#include "base/utf8.h"
#include "model/pickle_graph.h"

namespace bv2::model {
namespace {

// A full training checkpoint has about 10^5 objects.
constexpr size_t kMaxObjects = size_t{1} << 22;

using pickle::As;
using pickle::Global;
using pickle::GlobalRef;
using pickle::Mapping;
using pickle::Mark;
using pickle::Object;
using pickle::Sequence;
using pickle::StorageRef;

// The stack machine of the pickle format (Python's Lib/pickletools.py documents the opcodes).
class Machine {
 public:
  Machine(std::span<const std::byte> bytes, const UnpickleOptions& options)
      : bytes_(bytes), options_(options) {}

  Unpickled Run() {
    while (true) {
      opcode_at_ = position_;
      const auto opcode = static_cast<char>(TakeByte());
      if (opcode == '.') break;
      Step(opcode);
    }
    const Object* result = Pop();
    return {pickle::ToTree(*result, options_.source), position_};
  }

 private:
  template <typename... Args>
  [[noreturn]] void Bad(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) const {
    Fail(code, "'{}', pickle at byte {}: {}", options_.source, options_.base + opcode_at_,
         fmt::format(format, std::forward<Args>(args)...));
  }

  void Step(char opcode) {
    switch (opcode) {
      case '\x80':  // PROTO
        if (const int version = TakeByte(); version > 5)
          Bad(ErrorCode::kUnsupported, "protocol {} is newer than 5", version);
        return;
      case '\x95':  // FRAME: only a hint how much to read ahead
        Take(8);
        return;
      case '(':
        return Push(Mark{});
      case '0':
        Pop();
        return;
      case '1':
        PopToMark();
        return;
      case '2':
        stack_.push_back(Top());
        return;
      case 'q':  // BINPUT
        return Memoize(TakeByte());
      case 'r':  // LONG_BINPUT
        return Memoize(TakeInteger(4));
      case '\x94':  // MEMOIZE
        return Memoize(memo_.size());
      case 'h':  // BINGET
        return Recall(TakeByte());
      case 'j':  // LONG_BINGET
        return Recall(TakeInteger(4));
      default:
        if (!Scalar(opcode) && !Container(opcode) && !Construct(opcode))
          Bad(ErrorCode::kUnsupported,
              "opcode 0x{:02x} does not occur in checkpoints of plain values and tensors",
              static_cast<unsigned>(static_cast<unsigned char>(opcode)));
    }
  }

  bool Scalar(char opcode) {
    switch (opcode) {
      case 'N':
        return Push(std::monostate{}), true;
      case '\x88':
        return Push(true), true;
      case '\x89':
        return Push(false), true;
      case 'K':  // BININT1
        return Push(static_cast<int64_t>(TakeInteger(1))), true;
      case 'M':  // BININT2
        return Push(static_cast<int64_t>(TakeInteger(2))), true;
      case 'J':  // BININT, signed
        return Push(int64_t{static_cast<int32_t>(TakeInteger(4))}), true;
      case '\x8a':  // LONG1
        return PushLong(TakeByte()), true;
      case '\x8b':  // LONG4
        return PushLong(TakeInteger(4)), true;
      case 'G': {  // BINFLOAT, big-endian
        uint64_t bits = 0;
        for (const std::byte b : Take(8)) bits = bits << 8 | static_cast<uint64_t>(b);
        return Push(std::bit_cast<double>(bits)), true;
      }
      case '\x8c':  // SHORT_BINUNICODE
      case 'U':     // SHORT_BINSTRING, Python 2's str
        return PushText(TakeByte()), true;
      case 'X':  // BINUNICODE
      case 'T':  // BINSTRING
        return PushText(TakeInteger(4)), true;
      case '\x8d':  // BINUNICODE8
        return PushText(TakeInteger(8)), true;
      default:
        return false;
    }
  }

  bool Container(char opcode) {
    switch (opcode) {
      case ']':
        return Push(Sequence{}), true;
      case ')':
        return Push(Sequence{.is_tuple = true, .items = {}}), true;
      case '}':
        return Push(Mapping{}), true;
      case 't':
        return PushTuple(PopToMark()), true;
      case '\x85':
      case '\x86':
      case '\x87':
        return PushTuple(PopSome(static_cast<size_t>(static_cast<unsigned char>(opcode)) - 0x84)),
               true;
      case 'a':
        return Append(PopSome(1)), true;
      case 'e':
        return Append(PopToMark()), true;
      case 's':
        return SetItems(PopSome(2)), true;
      case 'u':
        return SetItems(PopToMark()), true;
      default:
        return false;
    }
  }

  bool Construct(char opcode) {
    switch (opcode) {
      case 'c': {  // GLOBAL
        const std::string module = TakeLine();
        return PushGlobal(module, TakeLine()), true;
      }
      case '\x93': {  // STACK_GLOBAL
        const std::vector<const Object*> names = PopSome(2);
        const auto* module = As<std::string>(names[0]);
        const auto* name = As<std::string>(names[1]);
        if (module == nullptr || name == nullptr)
          Bad(ErrorCode::kCorruptFile, "a global whose name is no string");
        return PushGlobal(*module, *name), true;
      }
      case 'R':
        return Reduce(), true;
      case 'b':
        return Build(), true;
      case 'Q':
        return PushStorage(), true;
      default:
        return false;
    }
  }

  // --- bytes ---

  std::span<const std::byte> Take(uint64_t count) {
    if (count > bytes_.size() - position_)
      Bad(ErrorCode::kCorruptFile,
          "{} bytes are needed, {} are left: the file is cut off or damaged", count,
          bytes_.size() - position_);
    const auto taken = bytes_.subspan(position_, count);
    position_ += count;
    return taken;
  }
  uint8_t TakeByte() { return static_cast<uint8_t>(Take(1)[0]); }
  uint64_t TakeInteger(size_t width) {
    const auto raw = Take(width);
    uint64_t value = 0;
    for (size_t i = 0; i < width; ++i) value |= static_cast<uint64_t>(raw[i]) << (8 * i);
    return value;
  }
  std::string TakeText(uint64_t count) {
    const auto raw = Take(count);
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
  }
  std::string TakeLine() {
    const auto rest = bytes_.subspan(position_);
    const void* end = std::memchr(rest.data(), '\n', rest.size());
    if (end == nullptr) Bad(ErrorCode::kCorruptFile, "a name without its end of line");
    const auto size = static_cast<size_t>(static_cast<const std::byte*>(end) - rest.data());
    std::string line = TakeText(size);
    Take(1);
    return line;
  }

  // --- stack and memo ---

  template <typename T>
  void Push(T data) {
    if (objects_.size() >= kMaxObjects)
      Bad(ErrorCode::kUnsupported, "more than {} objects", kMaxObjects);
    stack_.push_back(&objects_.emplace_back(Object{std::move(data)}));
  }
  Object* Top() {
    if (stack_.empty() || As<Mark>(stack_.back()) != nullptr)
      Bad(ErrorCode::kCorruptFile, "the stack is empty");
    return stack_.back();
  }
  Object* Pop() {
    Object* top = Top();
    stack_.pop_back();
    return top;
  }
  std::vector<const Object*> PopSome(size_t count) {
    std::vector<const Object*> items(count);
    for (size_t i = count; i-- > 0;) items[i] = Pop();
    return items;
  }
  std::vector<const Object*> PopToMark() {
    size_t first = stack_.size();
    while (first > 0 && As<Mark>(stack_[first - 1]) == nullptr) --first;
    if (first == 0) Bad(ErrorCode::kCorruptFile, "no mark on the stack");
    const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(first);
    std::vector<const Object*> items(begin, stack_.end());
    stack_.erase(begin - 1, stack_.end());
    return items;
  }
  void Memoize(uint64_t index) { memo_[index] = Top(); }
  void Recall(uint64_t index) {
    const auto found = memo_.find(index);
    if (found == memo_.end()) Bad(ErrorCode::kCorruptFile, "nothing was memoized as {}", index);
    stack_.push_back(found->second);
  }

  // --- values ---

  void PushLong(uint64_t width) {
    const auto raw = Take(width);
    if (width > 8) Bad(ErrorCode::kUnsupported, "an integer of {} bytes", width);
    uint64_t value = 0;
    for (size_t i = 0; i < width; ++i) value |= static_cast<uint64_t>(raw[i]) << (8 * i);
    const bool negative = width > 0 && width < 8 && (static_cast<int>(raw[width - 1]) & 0x80) != 0;
    if (negative) value |= ~uint64_t{0} << (8 * width);
    Push(static_cast<int64_t>(value));
  }
  void PushText(uint64_t size) {
    std::string text = TakeText(size);
    if (FindInvalidUtf8(text) != std::string::npos)
      Bad(ErrorCode::kUnsupported, "a string that is not UTF-8");
    Push(std::move(text));
  }
  void PushTuple(std::vector<const Object*> items) {
    Push(Sequence{.is_tuple = true, .items = std::move(items)});
  }
  void Append(const std::vector<const Object*>& items) {
    auto* list = std::get_if<Sequence>(&Top()->data);
    if (list == nullptr || list->is_tuple) Bad(ErrorCode::kCorruptFile, "append to no list");
    list->items.insert(list->items.end(), items.begin(), items.end());
  }
  void SetItems(const std::vector<const Object*>& items) {
    auto* mapping = std::get_if<Mapping>(&Top()->data);
    if (mapping == nullptr || items.size() % 2 != 0)
      Bad(ErrorCode::kCorruptFile, "items that are not set on a dict in pairs");
    for (size_t i = 0; i < items.size(); i += 2)
      mapping->items.emplace_back(items[i], items[i + 1]);
  }

  // --- globals ---

  void PushGlobal(const std::string& module, const std::string& name) {
    if (module == "collections" && name == "OrderedDict")
      return Push(GlobalRef{Global::kOrderedDict});
    if (module == "torch._utils" && name == "_rebuild_tensor_v2")
      return Push(GlobalRef{Global::kRebuildTensor});
    if (module == "torch._utils" && name == "_rebuild_parameter")
      return Push(GlobalRef{Global::kRebuildParameter});
    if (module == "torch")
      if (const auto dtype = DTypeFromStorageClass(name))
        return Push(GlobalRef{Global::kStorage, *dtype});
    Bad(ErrorCode::kUnsupported,
        "it asks for {}.{}, which is neither data nor a tensor; files that would run code are not "
        "loaded",
        module.substr(0, 100), name.substr(0, 100));
  }

  void Reduce() {
    const std::vector<const Object*> call = PopSome(2);
    const auto* function = As<GlobalRef>(call[0]);
    const auto* arguments = As<Sequence>(call[1]);
    if (function == nullptr || arguments == nullptr || !arguments->is_tuple)
      Bad(ErrorCode::kCorruptFile, "a call of something that cannot be called");
    switch (function->global) {
      case Global::kOrderedDict:
        if (!arguments->items.empty())
          Bad(ErrorCode::kUnsupported, "an OrderedDict built from arguments");
        return Push(Mapping{.ordered = true, .items = {}});
      case Global::kRebuildTensor:
        return RebuildTensor(arguments->items);
      case Global::kRebuildParameter:
        return RebuildParameter(arguments->items);
      case Global::kStorage:
        Bad(ErrorCode::kUnsupported, "a storage built by a call");
    }
  }

  // (storage, offset, shape, strides, requires_grad, hooks[, metadata])
  void RebuildTensor(const std::vector<const Object*>& arguments) {
    if (arguments.size() < 5) Bad(ErrorCode::kCorruptFile, "a tensor with too few properties");
    const auto* storage = As<StorageRef>(arguments[0]);
    const auto* requires_grad = As<bool>(arguments[4]);
    if (storage == nullptr || requires_grad == nullptr)
      Bad(ErrorCode::kCorruptFile, "a tensor without storage");
    Tensor tensor{.dtype = storage->dtype,
                  .shape = Sizes(arguments[2]),
                  .strides = Sizes(arguments[3]),
                  .offset = Size(arguments[1]),
                  .storage = storage->storage,
                  .requires_grad = *requires_grad};
    try {
      CheckBounds(tensor, storage->count);
    } catch (const Error& error) {
      Bad(error.code(), "{}", error.what());
    }
    tensor.offset += storage->offset;
    Push(std::move(tensor));
  }

  // (data, requires_grad, hooks)
  void RebuildParameter(const std::vector<const Object*>& arguments) {
    const auto* data = arguments.empty() ? nullptr : As<Tensor>(arguments[0]);
    const auto* requires_grad = arguments.size() < 2 ? nullptr : As<bool>(arguments[1]);
    if (data == nullptr || requires_grad == nullptr)
      Bad(ErrorCode::kCorruptFile, "a parameter without data");
    Tensor tensor = *data;
    tensor.requires_grad = *requires_grad;
    Push(std::move(tensor));
  }

  size_t Size(const Object* object) const {
    const auto* value = As<int64_t>(object);
    if (value == nullptr || *value < 0)
      Bad(ErrorCode::kCorruptFile, "a size or stride that is no count");
    return static_cast<size_t>(*value);
  }
  std::vector<size_t> Sizes(const Object* object) const {
    const auto* sequence = As<Sequence>(object);
    if (sequence == nullptr || sequence->items.size() > 64)
      Bad(ErrorCode::kCorruptFile, "a tensor without shape");
    std::vector<size_t> sizes;
    for (const Object* item : sequence->items) sizes.push_back(Size(item));
    return sizes;
  }

  void Build() {
    const Object* state = Pop();
    auto* mapping = std::get_if<Mapping>(&Top()->data);
    if (mapping == nullptr || !mapping->ordered)
      Bad(ErrorCode::kUnsupported, "attributes of something that is no OrderedDict");
    mapping->state = state;
  }

  void PushStorage() {
    const Object* id_object = Pop();
    const auto* id = As<Sequence>(id_object);
    if (id == nullptr || id->items.size() < 5)
      Bad(ErrorCode::kCorruptFile, "a persistent id that is no storage");
    const auto* kind = As<std::string>(id->items[0]);
    const auto* type = As<GlobalRef>(id->items[1]);
    const auto* key = As<std::string>(id->items[2]);
    if (kind == nullptr || *kind != "storage" || type == nullptr ||
        type->global != Global::kStorage || key == nullptr)
      Bad(ErrorCode::kUnsupported, "a persistent id that is no storage of a known type");
    const size_t count = Size(id->items[4]);
    if (count > (SIZE_MAX >> 4)) Bad(ErrorCode::kCorruptFile, "a storage of {} elements", count);
    StorageRef ref{.storage = nullptr, .dtype = type->dtype, .offset = 0, .count = count};
    if (id->items.size() > 5) ReadView(id->items[5], ref);
    if (!options_.storage) Bad(ErrorCode::kUnsupported, "a tensor where none is expected");
    ref.storage = options_.storage({.dtype = type->dtype, .key = *key, .count = count});
    Push(std::move(ref));
  }

  // Legacy files describe a storage that is part of another as (key, offset, count).
  void ReadView(const Object* object, StorageRef& ref) const {
    if (As<std::monostate>(object) != nullptr) return;
    const auto* view = As<Sequence>(object);
    if (view == nullptr || view->items.size() != 3)
      Bad(ErrorCode::kCorruptFile, "a storage view that is no triple");
    const size_t offset = Size(view->items[1]);
    const size_t count = Size(view->items[2]);
    if (offset > ref.count || count > ref.count - offset)
      Bad(ErrorCode::kCorruptFile, "a storage view of {} elements at {} leaves its storage of {}",
          count, offset, ref.count);
    ref.offset = offset;
    ref.count = count;
  }

  std::span<const std::byte> bytes_;
  const UnpickleOptions& options_;
  size_t position_ = 0;
  size_t opcode_at_ = 0;
  std::deque<Object> objects_;
  std::vector<Object*> stack_;
  std::unordered_map<uint64_t, Object*> memo_;
};

}  // namespace

Unpickled Unpickle(std::span<const std::byte> bytes, const UnpickleOptions& options) {
  return Machine(bytes, options).Run();
}

}  // namespace bv2::model
