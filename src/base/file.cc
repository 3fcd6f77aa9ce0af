#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace bv2 {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void FailErrno(const char* action, const fs::path& path) {
  const int code = errno;
  Fail(code == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo, "cannot {} '{}': {}", action,
       path.string(), std::strerror(code));
}

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, const char* action)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (fd_ < 0) FailErrno(action, path);
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

size_t RegularFileSize(const Descriptor& file, const fs::path& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) FailErrno("inspect", path);
  if (!S_ISREG(status.st_mode))
    Fail(ErrorCode::kIo, "cannot read '{}': it is not a regular file", path.string());
  return static_cast<size_t>(status.st_size);
}

void SyncToDisk(const fs::path& path, int flags) {
  const Descriptor file(path, flags, "open");
  if (::fsync(file.get()) != 0) FailErrno("sync", path);
}

// A sibling of `path` that no other process picks.
fs::path TemporaryNameFor(const fs::path& path) {
  std::string name = path.string() + ".XXXXXX.tmp";
  const int fd = ::mkstemps(name.data(), 4);
  if (fd < 0) FailErrno("write", path);
  ::fchmod(fd, 0644);
  ::close(fd);
  return name;
}

}  // namespace

std::string ReadFile(const fs::path& path) {
  const Descriptor file(path, O_RDONLY, "open");
  std::string content(RegularFileSize(file, path), '\0');
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t n = ::read(file.get(), content.data() + done, content.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) FailErrno("read", path);
    if (n == 0) break;
    done += static_cast<size_t>(n);
  }
  content.resize(done);
  return content;
}

MappedFile::MappedFile(const fs::path& path) {
  const Descriptor file(path, O_RDONLY, "open");
  size_ = RegularFileSize(file, path);
  if (size_ == 0) return;
  void* address = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (address == MAP_FAILED) FailErrno("map", path);
  data_ = static_cast<const std::byte*>(address);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

void ReleasePages(std::span<const std::byte> bytes) {
  const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto address = reinterpret_cast<uintptr_t>(bytes.data());
  const uintptr_t begin = (address + page - 1) / page * page;
  const uintptr_t end = (address + bytes.size()) / page * page;
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

void SyncFolder(const fs::path& folder) { SyncToDisk(folder, O_RDONLY | O_DIRECTORY); }

void ReplaceFile(const fs::path& path, const std::function<void(const fs::path&)>& write) {
  const fs::path temporary = TemporaryNameFor(path);
  try {
    write(temporary);
    SyncToDisk(temporary, O_RDONLY);
    if (::rename(temporary.c_str(), path.c_str()) != 0) FailErrno("replace", path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  SyncFolder(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

void ReplaceFile(const fs::path& path, std::string_view content) {
  ReplaceFile(path, [&](const fs::path& temporary) {
    const Descriptor file(temporary, O_WRONLY, "write");
    size_t done = 0;
    while (done < content.size()) {
      const ssize_t n = ::write(file.get(), content.data() + done, content.size() - done);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) FailErrno("write", path);
      done += static_cast<size_t>(n);
    }
  });
}

}  // namespace bv2
