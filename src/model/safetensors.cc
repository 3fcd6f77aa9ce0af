#include "model/safetensors.h"

#include <algorithm>
#include <cstring>
#include <fstream>

#include "base/check.h"
#include "base/file.h"
#include "base/json.h"

namespace bv2::model {
namespace {

constexpr size_t kLengthSize = 8;
constexpr uint64_t kMaxHeader = 100'000'000;  // the limit of the reference implementation
constexpr size_t kHeaderAlignment = 8;

struct Range {
  size_t begin = 0;
  size_t end = 0;
};

uint64_t HeaderLength(const FileImage& file) {
  uint64_t length = 0;
  std::memcpy(&length, file.bytes.data(), sizeof(length));
  return length;
}

size_t AsSize(const Json& json, const std::string& name, const char* field) {
  if (!json.is_integer() || json.AsInteger() < 0)
    Fail(ErrorCode::kCorruptFile, "tensor {}: {} contains {}, not a count", name, field,
         json.Dump().substr(0, 40));
  return static_cast<size_t>(json.AsInteger());
}

const Json& Field(const Json& entry, const std::string& name, const char* field) {
  const Json* found = entry.Find(field);
  if (found == nullptr) Fail(ErrorCode::kCorruptFile, "tensor {} has no {}", name, field);
  return *found;
}

std::pair<Tensor, Range> ParseEntry(const std::string& name, const Json& entry, size_t data_size) {
  const std::string& type = Field(entry, name, "dtype").AsString();
  const auto dtype = DTypeFromName(type);
  if (!dtype) Fail(ErrorCode::kUnsupported, "tensor {} has elements of type {}", name, type);
  Tensor tensor{.dtype = *dtype};
  for (const Json& extent : Field(entry, name, "shape").AsArray())
    tensor.shape.push_back(AsSize(extent, name, "shape"));
  const Json::Array& offsets = Field(entry, name, "data_offsets").AsArray();
  if (offsets.size() != 2)
    Fail(ErrorCode::kCorruptFile, "tensor {}: data_offsets is no pair", name);
  const Range range{AsSize(offsets[0], name, "data_offsets"),
                    AsSize(offsets[1], name, "data_offsets")};
  if (range.begin > range.end || range.end > data_size)
    Fail(ErrorCode::kCorruptFile, "tensor {}: bytes {} to {} leave the {} bytes of data", name,
         range.begin, range.end, data_size);
  const size_t count = CheckedCount(tensor.shape, data_size);
  if (count * DTypeSize(*dtype) != range.end - range.begin)
    Fail(ErrorCode::kCorruptFile, "tensor {}: {} elements of {} do not take {} bytes", name,
         ShapeText(tensor.shape), type, range.end - range.begin);
  tensor.strides = ContiguousStrides(tensor.shape);
  return {std::move(tensor), range};
}

Safetensors::Metadata ParseMetadata(const Json& json) {
  Safetensors::Metadata metadata;
  for (const auto& [key, value] : json.AsObject()) metadata.emplace_back(key, value.AsString());
  return metadata;
}

Safetensors Parse(const FileImage& file) {
  const size_t length = HeaderLength(file);
  const auto* text = reinterpret_cast<const char*>(file.bytes.data()) + kLengthSize;
  const Json header = Json::Parse({text, length}, file.source, Json::DuplicateKeys::kReject);
  const auto data = file.bytes.subspan(kLengthSize + length);
  Safetensors content;
  std::vector<std::pair<Range, size_t>> order;
  for (const auto& [name, entry] : header.AsObject()) {
    if (name == "__metadata__") {
      content.metadata = ParseMetadata(entry);
      continue;
    }
    auto [tensor, range] = ParseEntry(name, entry, data.size());
    tensor.storage = std::make_shared<const Storage>(
        Storage{file.owner, data.subspan(range.begin, range.end - range.begin)});
    order.emplace_back(range, content.tensors.size());
    content.tensors.emplace_back(name, std::move(tensor));
  }
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.begin, a.first.end) < std::pair(b.first.begin, b.first.end);
  });
  size_t end = 0;
  NamedTensors sorted;
  for (const auto& [range, index] : order) {
    auto& named = content.tensors[index];
    if (range.begin != end)
      Fail(ErrorCode::kCorruptFile,
           "tensor {} starts at byte {} of the data, where {} was expected", named.first,
           range.begin, end);
    end = range.end;
    sorted.push_back(std::move(named));
  }
  if (end != data.size())
    Fail(ErrorCode::kCorruptFile, "the tensors take {} bytes, but {} bytes follow the header", end,
         data.size());
  content.tensors = std::move(sorted);
  return content;
}

std::string Header(const Safetensors& content) {
  Json header{Json::Object{}};
  Json::Object& entries = header.AsObject();
  if (!content.metadata.empty()) {
    Json::Object metadata;
    for (const auto& [key, value] : content.metadata) metadata.emplace_back(key, value);
    entries.emplace_back("__metadata__", Json(std::move(metadata)));
  }
  size_t position = 0;
  for (const auto& [name, tensor] : content.tensors) {
    Json::Array shape;
    for (const size_t extent : tensor.shape) shape.emplace_back(extent);
    const size_t end = position + tensor.byte_size();
    Json::Object entry;
    entry.emplace_back("dtype", DTypeName(tensor.dtype));
    entry.emplace_back("shape", Json(std::move(shape)));
    entry.emplace_back("data_offsets", Json(Json::Array{position, end}));
    entries.emplace_back(name, Json(std::move(entry)));
    position = end;
  }
  std::string text = header.Dump();
  text.append((kHeaderAlignment - text.size() % kHeaderAlignment) % kHeaderAlignment, ' ');
  return text;
}

}  // namespace

bool IsSafetensors(const FileImage& file) {
  return file.bytes.size() > kLengthSize && file.bytes[kLengthSize] == std::byte{'{'};
}

Safetensors ReadSafetensors(const FileImage& file) {
  if (file.bytes.size() <= kLengthSize)
    Fail(ErrorCode::kCorruptFile, "'{}' has {} bytes, too few for a safetensors file", file.source,
         file.bytes.size());
  const uint64_t length = HeaderLength(file);
  if (length > kMaxHeader || length > file.bytes.size() - kLengthSize)
    Fail(ErrorCode::kCorruptFile,
         "'{}' claims a header of {} bytes, but has {} bytes: it is cut off or damaged",
         file.source, length, file.bytes.size());
  try {
    return Parse(file);
  } catch (const Error& error) {
    const auto code =
        error.code() == ErrorCode::kUnsupported ? error.code() : ErrorCode::kCorruptFile;
    Fail(code, "'{}', safetensors header: {}", file.source, error.what());
  }
}

void WriteSafetensors(const std::filesystem::path& path, const Safetensors& content) {
  const std::string header = Header(content);
  const uint64_t length = header.size();
  ReplaceFile(path, [&](const std::filesystem::path& temporary) {
    std::ofstream out(temporary, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&length), sizeof(length));
    out.write(header.data(), static_cast<std::streamsize>(header.size()));
    std::vector<std::byte> scratch;
    for (const auto& [name, tensor] : content.tensors) {
      const auto bytes = PackedBytes(tensor, scratch);
      out.write(reinterpret_cast<const char*>(bytes.data()),
                static_cast<std::streamsize>(bytes.size()));
    }
    out.flush();
    if (!out) Fail(ErrorCode::kIo, "cannot write '{}': the disk refused", path.string());
  });
}

}  // namespace bv2::model
