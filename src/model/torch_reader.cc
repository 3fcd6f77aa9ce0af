#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "base/error.h"
#include "model/torch_file.h"
#include "model/unpickle.h"
#include "model/zip.h"

namespace bv2::model {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::string_view kZipMagic = "PK\3\4";
// The pickled integer 0x1950a86a20f9469cfc6c that starts a legacy file, behind its PROTO opcode
// and, from protocol 4 on, a FRAME.
constexpr std::string_view kLegacyMagic = "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";
constexpr std::array<size_t, 2> kLegacyMagicPlaces = {2, 11};
constexpr int64_t kLegacyProtocol = 1001;

std::string_view Text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Offset behind the magic number, or 0 if this is no legacy file.
size_t LegacyStart(Bytes bytes) {
  for (const size_t place : kLegacyMagicPlaces)
    if (bytes.size() >= place + kLegacyMagic.size() && bytes[0] == std::byte{0x80} &&
        Text(bytes.subspan(place, kLegacyMagic.size())) == kLegacyMagic)
      return place + kLegacyMagic.size();
  return 0;
}

std::shared_ptr<const Storage> MakeStorage(const FileImage& file, Bytes bytes) {
  return std::make_shared<const Storage>(Storage{file.owner, bytes});
}

Value ReadZip(const FileImage& file) {
  const ZipReader zip(file);
  constexpr std::string_view kPickle = "data.pkl";
  std::string folder;
  bool found = false;
  for (const std::string& name : zip.names()) {
    if (name != kPickle && !name.ends_with("/data.pkl")) continue;
    folder = name.substr(0, name.size() - kPickle.size());
    found = true;
    break;
  }
  if (!found)
    Fail(ErrorCode::kUnsupported, "'{}' is a zip file, but no checkpoint: it has no data.pkl",
         file.source);
  if (zip.Has(folder + "byteorder") && Text(zip.CheckedEntry(folder + "byteorder")) != "little")
    Fail(ErrorCode::kUnsupported, "'{}' was saved on a big-endian machine", file.source);

  std::map<std::string, std::shared_ptr<const Storage>> storages;
  const auto find = [&](const StorageId& id) {
    auto& storage = storages[id.key];
    if (storage == nullptr) storage = MakeStorage(file, zip.Entry(folder + "data/" + id.key));
    if (storage->bytes.size() / DTypeSize(id.dtype) < id.count)
      Fail(ErrorCode::kCorruptFile,
           "'{}': storage {} should have {} elements of {}, it has {} bytes", file.source, id.key,
           id.count, DTypeName(id.dtype), storage->bytes.size());
    return storage;
  };
  const Bytes pickle = zip.CheckedEntry(folder + std::string(kPickle));
  const size_t base = static_cast<size_t>(pickle.data() - file.bytes.data());
  return Unpickle(pickle, {.source = file.source, .base = base, .storage = find}).value;
}

// The legacy format: pickles of the magic number, the protocol version, the system's sizes, the
// object and the list of storage keys; then for each key an int64 count and the elements.
class LegacyReader {
 public:
  explicit LegacyReader(const FileImage& file) : file_(file), position_(LegacyStart(file.bytes)) {}

  Value Read() {
    const Value version = Next();
    if (const auto* number = version.If<int64_t>(); number == nullptr || *number != kLegacyProtocol)
      Fail(ErrorCode::kUnsupported, "'{}': unknown version of the legacy torch format",
           file_.source);
    CheckSystem(Next());
    Value value = Next();
    const Value keys = Next();
    ReadStorages(keys);
    return value;
  }

 private:
  struct Pending {
    std::shared_ptr<Storage> storage;
    DType dtype = DType::kF32;
    size_t count = 0;
  };

  Value Next() {
    const auto find = [this](const StorageId& id) -> std::shared_ptr<const Storage> {
      Pending& pending = pending_[id.key];
      if (pending.storage == nullptr)
        pending = {std::make_shared<Storage>(), id.dtype, id.count};
      else if (pending.dtype != id.dtype || pending.count != id.count)
        Fail(ErrorCode::kCorruptFile, "'{}': storage {} is described in two ways", file_.source,
             id.key);
      return pending.storage;
    };
    Unpickled next = Unpickle(file_.bytes.subspan(position_),
                              {.source = file_.source, .base = position_, .storage = find});
    position_ += next.size;
    return std::move(next.value);
  }

  void CheckSystem(const Value& system) const {
    const auto* dict = system.If<Dict>();
    const Value* little = dict == nullptr ? nullptr : dict->Find("little_endian");
    const bool* value = little == nullptr ? nullptr : little->If<bool>();
    if (value == nullptr)
      Fail(ErrorCode::kCorruptFile, "'{}' does not state its byte order", file_.source);
    if (!*value)
      Fail(ErrorCode::kUnsupported, "'{}' was saved on a big-endian machine", file_.source);
  }

  void ReadStorages(const Value& keys) {
    const auto* list = keys.If<List>();
    if (list == nullptr)
      Fail(ErrorCode::kCorruptFile, "'{}': the list of storages is missing", file_.source);
    for (const Value& key : list->items) {
      const auto* name = key.If<std::string>();
      const auto found = name == nullptr ? pending_.end() : pending_.find(*name);
      if (found == pending_.end())
        Fail(ErrorCode::kCorruptFile, "'{}': a storage that no tensor uses", file_.source);
      ReadStorage(found->first, found->second);
    }
    for (const auto& [name, pending] : pending_)
      if (pending.storage->owner == nullptr)
        Fail(ErrorCode::kCorruptFile, "'{}': storage {} is not in the file", file_.source, name);
  }

  void ReadStorage(const std::string& name, const Pending& pending) {
    const Bytes rest = file_.bytes.subspan(position_);
    int64_t count = 0;
    if (rest.size() < sizeof(count))
      Fail(ErrorCode::kCorruptFile, "'{}' is cut off before storage {}", file_.source, name);
    std::memcpy(&count, rest.data(), sizeof(count));
    if (count < 0 || static_cast<size_t>(count) != pending.count)
      Fail(ErrorCode::kCorruptFile, "'{}', byte {}: storage {} has {} elements instead of {}",
           file_.source, position_, name, count, pending.count);
    const size_t width = DTypeSize(pending.dtype);
    if (pending.count > (rest.size() - sizeof(count)) / width)
      Fail(ErrorCode::kCorruptFile, "'{}' is cut off inside storage {}: {} elements of {} expected",
           file_.source, name, count, DTypeName(pending.dtype));
    *pending.storage = {file_.owner, rest.subspan(sizeof(count), pending.count * width)};
    position_ += sizeof(count) + pending.count * width;
  }

  const FileImage& file_;
  size_t position_;
  std::map<std::string, Pending> pending_;
};

}  // namespace

bool IsTorchFile(const FileImage& file) {
  return Text(file.bytes).starts_with(kZipMagic) || LegacyStart(file.bytes) > 0;
}

Value ReadTorchFile(const FileImage& file) {
  if (Text(file.bytes).starts_with(kZipMagic)) return ReadZip(file);
  if (LegacyStart(file.bytes) > 0) return LegacyReader(file).Read();
  Fail(ErrorCode::kCorruptFile, "'{}' is no torch checkpoint: neither a zip file nor a pickle",
       file.source);
}

}  // namespace bv2::model
