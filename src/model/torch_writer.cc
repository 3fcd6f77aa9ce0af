#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

#include "base/error.h"
#include "base/file.h"
#include "model/pickle.h"
#include "model/torch_file.h"
#include "model/zip.h"

namespace bv2::model {

void WriteTorchFile(const std::filesystem::path& path, const Value& value) {
  const Pickled pickled = Pickle(value);
  const std::string folder = path.stem().string() + "/";
  // torch writes the storages in the alphabetical order of their numbers.
  std::map<std::string, const Storage*> storages;
  for (size_t i = 0; i < pickled.storages.size(); ++i)
    storages.emplace(std::to_string(i), pickled.storages[i].get());

  ReplaceFile(path, [&](const std::filesystem::path& temporary) {
    errno = 0;
    std::ofstream out(temporary, std::ios::binary);
    ZipWriter zip(out);
    zip.Add(folder + "data.pkl", std::as_bytes(std::span(pickled.bytes)));
    for (const auto& [key, storage] : storages) zip.Add(folder + "data/" + key, storage->bytes);
    zip.Add(folder + "version", std::as_bytes(std::span("3\n", 2)));
    zip.Finish();
    out.flush();
    if (!out) {
      Fail(ErrorCode::kIo, "cannot write '{}': {}", path.string(),
           errno == 0 ? "the disk refused" : std::strerror(errno));
    }
  });
}

}  // namespace bv2::model
