#include "server/multipart.h"

#include <algorithm>
#include <optional>

#include "server/errors.h"
#include "server/http.h"

namespace bv2::server {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

[[noreturn]] void Fail(const char* problem) {
  throw HttpError(400, "bad_multipart", std::string("the multipart body ") + problem);
}

bool SkipPast(std::string_view start, std::string_view& text) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

void SkipBlanks(std::string_view& text) {
  while (SkipPast(" ", text) || SkipPast("\t", text)) {
  }
}

// Takes what is before `end`, and `end`, from the text.
std::string_view TakeUntil(std::string_view end, std::string_view& text) {
  const size_t at = text.find(end);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
  return taken;
}

// `text` becomes what is behind the value.
std::string TakeValue(std::string_view& text) {
  std::string value;
  if (!SkipPast("\"", text)) {
    const size_t end = std::min(text.find_first_of("; \t"), text.size());
    value = text.substr(0, end);
    text.remove_prefix(end);
    return value;
  }
  while (!text.empty() && !SkipPast("\"", text)) {
    if (text.size() > 1) SkipPast("\\", text);
    value += text.front();
    text.remove_prefix(1);
  }
  return value;
}

// That of a header, `value; name=…; name="…"`. None: it is not there.
std::optional<std::string> FindParameter(std::string_view header, std::string_view name) {
  TakeUntil(";", header);
  while (!header.empty()) {
    SkipBlanks(header);
    const size_t end = std::min(header.find_first_of("=;"), header.size());
    const std::string_view found = header.substr(0, end);
    header.remove_prefix(end);
    std::string value = SkipPast("=", header) ? TakeValue(header) : "";
    if (SameName(found, name)) return value;
    TakeUntil(";", header);
  }
  return std::nullopt;
}

// What Content-Disposition says. Empty: nothing.
std::string_view Disposition(std::string_view headers) {
  while (!headers.empty()) {
    std::string_view line = TakeUntil(kLineEnd, headers);
    if (!SameName(TakeUntil(":", line), "Content-Disposition")) continue;
    SkipBlanks(line);
    return line;
  }
  return {};
}

void AddPart(std::string_view part, std::multimap<std::string, std::string>& fields) {
  const size_t end = part.find("\r\n\r\n");
  if (end == std::string_view::npos) Fail("has a part whose headers do not end");
  const std::string_view disposition = Disposition(part.substr(0, end));
  const auto name = FindParameter(disposition, "name");
  if (!name) Fail("has a part without a name");
  if (FindParameter(disposition, "filename") || FindParameter(disposition, "filename*")) return;
  constexpr size_t kMostFields = 100;
  if (fields.size() == kMostFields) Fail("has more than 100 fields");
  fields.emplace(*name, part.substr(end + 2 * kLineEnd.size()));
}

}  // namespace

std::multimap<std::string, std::string> ParseMultipart(std::string_view body,
                                                       std::string_view content_type) {
  const auto boundary = FindParameter(content_type, "boundary");
  constexpr size_t kLongest = 70;
  if (!boundary || boundary->empty() || boundary->size() > kLongest)
    Fail("has no boundary of 1 to 70 characters in its Content-Type");
  const std::string delimiter = "\r\n--" + *boundary;
  std::multimap<std::string, std::string> fields;
  // The first delimiter may be the very start.
  if (!SkipPast(delimiter.substr(kLineEnd.size()), body)) TakeUntil(delimiter, body);
  while (!SkipPast("--", body)) {
    SkipBlanks(body);
    // What ends a line of headers begins the first: a part may have none.
    if (!body.starts_with(kLineEnd)) Fail("does not end with its boundary");
    const size_t end = body.find(delimiter);
    if (end == std::string_view::npos) Fail("does not end with its boundary");
    AddPart(body.substr(0, end), fields);
    body.remove_prefix(end + delimiter.size());
  }
  return fields;
}

}  // namespace bv2::server
