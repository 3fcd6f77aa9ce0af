#include "fuzz/fuzz.h"
#include "model/pickle.h"
#include "model/unpickle.h"

// What is unpickled and pickled must be unpickled as the same value again.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bv2::model;
  const FileImage file = bv2::fuzz::AsFile(data, size);
  const auto storage_bytes = std::make_shared<std::vector<std::byte>>(256);
  const auto storage = std::make_shared<const Storage>(Storage{storage_bytes, *storage_bytes});
  const UnpickleOptions options{.source = "input", .base = 0, .storage = [&](const StorageId& id) {
                                  if (id.count > storage->bytes.size() / DTypeSize(id.dtype))
                                    bv2::Fail(bv2::ErrorCode::kCorruptFile, "storage too small");
                                  return storage;
                                }};
  bv2::fuzz::Expected([&] {
    const std::string once = Pickle(Unpickle(file.bytes, options).value).bytes;
    const std::string twice = Pickle(Unpickle(std::as_bytes(std::span(once)), options).value).bytes;
    bv2::fuzz::Require(once == twice);
  });
  return 0;
}
