#pragma once

#include <cstdio>
#include <string_view>

namespace bv2 {

// A line at the bottom of a terminal that is redrawn in place, gone when the object goes. Where the
// stream is no terminal nothing is drawn. Not thread-safe.
class StatusLine {
 public:
  explicit StatusLine(std::FILE* stream = stderr);
  ~StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  // Whether the stream is a terminal.
  bool visible() const { return visible_; }
  // Takes the place of the line before. `text` is UTF-8; what is wider than the terminal is cut
  // off.
  void Show(std::string_view text);
  // Removes the line, so that others can be printed; Show() brings it back.
  void Clear();

 private:
  std::FILE* stream_;
  bool visible_;
};

}  // namespace bv2
