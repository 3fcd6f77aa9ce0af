#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace bv2 {

// The whole file. Throws kNotFound if it does not exist, kIo if it cannot be read.
std::string ReadFile(const std::filesystem::path& path);

// A read-only memory map of a whole file; move-only. An empty file gives an empty span.
class MappedFile {
 public:
  MappedFile() = default;
  // Throws kNotFound, kIo.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  std::span<const std::byte> bytes() const { return {data_, size_}; }
  std::string_view text() const { return {reinterpret_cast<const char*>(data_), size_}; }

 private:
  const std::byte* data_ = nullptr;
  size_t size_ = 0;
};

// Gives the memory of whole pages of a mapped file back to the system; they are read from the file
// again when they are next touched. `bytes` must lie in a MappedFile.
void ReleasePages(std::span<const std::byte> bytes);

// Replaces `path` as one step: `write` is given the name of a temporary file in the same folder;
// when it returns, that file is synced to disk and renamed to `path`. If anything throws, `path`
// keeps its old content and the temporary file is removed.
void ReplaceFile(const std::filesystem::path& path,
                 const std::function<void(const std::filesystem::path&)>& write);
void ReplaceFile(const std::filesystem::path& path, std::string_view content);

// Makes renames and removals in a folder last even if the machine stops now. Throws kIo.
void SyncFolder(const std::filesystem::path& folder);

}  // namespace bv2
