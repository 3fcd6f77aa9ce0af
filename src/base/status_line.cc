#include "base/status_line.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string>

namespace bv2 {
namespace {

constexpr const char* kEraseLine = "\r\033[K";

size_t TerminalColumns(std::FILE* stream) {
  winsize size{};
  constexpr size_t kUsual = 80;
  if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsual;
  return size.ws_col;
}

// The longest start of `text` with at most `columns` characters.
std::string_view Cut(std::string_view text, size_t columns) {
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (starts && characters++ == columns) return text.substr(0, i);
  }
  return text;
}

}  // namespace

StatusLine::StatusLine(std::FILE* stream)
    : stream_(stream), visible_(::isatty(::fileno(stream)) == 1) {}

StatusLine::~StatusLine() { Clear(); }

void StatusLine::Show(std::string_view text) {
  if (!visible_) return;
  // In the last column some terminals wrap at once.
  const std::string line = kEraseLine + std::string(Cut(text, TerminalColumns(stream_) - 1));
  std::fputs(line.c_str(), stream_);
  std::fflush(stream_);
}

void StatusLine::Clear() {
  if (!visible_) return;
  std::fputs(kEraseLine, stream_);
  std::fflush(stream_);
}

}  // namespace bv2
