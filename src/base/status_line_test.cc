#include "base/status_line.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/support/test_support.h"

namespace bv2 {
namespace {

// A terminal of our own, 20 columns wide.
class Terminal {
 public:
  Terminal() : screen_(::posix_openpt(O_RDWR | O_NOCTTY)) {
    ::grantpt(screen_);
    ::unlockpt(screen_);
    stream_ = std::fopen(::ptsname(screen_), "w");
    const winsize size{.ws_row = 5, .ws_col = 20, .ws_xpixel = 0, .ws_ypixel = 0};
    ::ioctl(screen_, TIOCSWINSZ, &size);
  }
  ~Terminal() {
    std::fclose(stream_);
    ::close(screen_);
  }
  std::FILE* stream() { return stream_; }
  std::string Output() {
    std::string text(1000, '\0');
    text.resize(static_cast<size_t>(std::max<ssize_t>(0, ::read(screen_, text.data(), 1000))));
    return text;
  }

 private:
  int screen_;
  std::FILE* stream_;
};

TEST(StatusLine, RedrawsInPlaceAndGoes) {
  Terminal terminal;
  {
    StatusLine line(terminal.stream());
    EXPECT_TRUE(line.visible());
    line.Show("one");
    EXPECT_EQ(terminal.Output(), "\r\033[Kone");
    line.Show("two");
    EXPECT_EQ(terminal.Output(), "\r\033[Ktwo");
  }
  EXPECT_EQ(terminal.Output(), "\r\033[K");
}

TEST(StatusLine, IsCutAtTheEdgeBetweenCharacters) {
  Terminal terminal;
  StatusLine line(terminal.stream());
  line.Show("0123456789012345678901234");
  EXPECT_EQ(terminal.Output(), "\r\033[K0123456789012345678");
  line.Show("█████████████████████");
  EXPECT_EQ(terminal.Output(), "\r\033[K███████████████████");
}

TEST(StatusLine, LeavesFilesAlone) {
  const test::TemporaryFolder folder;
  std::FILE* file = std::fopen((folder / "log").c_str(), "w");
  {
    StatusLine line(file);
    EXPECT_FALSE(line.visible());
    line.Show("one");
  }
  EXPECT_EQ(std::ftell(file), 0);
  std::fclose(file);
}

}  // namespace
}  // namespace bv2
