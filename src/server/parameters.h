#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "server/http.h"

namespace bv2::server {

struct Range {
  double low = 0, high = 0;
};

// The parameters of a request, from its query, a form, or a JSON object. Each that is there must be
// of its type and within its range, or the request fails with status 400 naming it. Those that
// nobody asks for do not matter. A null counts as not given.
class Parameters {
 public:
  // Of the query. Throws HttpError 400 for bytes that are not UTF-8.
  static Parameters OfQuery(const HttpRequest& request);
  // Of the query and, where the body is a form of either kind, of that, which goes first. Throws
  // HttpError 400, 415 for another body.
  static Parameters OfQueryAndForm(const HttpRequest& request);
  // Of the body, which must be a JSON object. Throws HttpError 400, 415 for another body.
  static Parameters OfJson(const HttpRequest& request);

  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  std::optional<std::string> Text(std::string_view name) const;
  std::optional<double> Number(std::string_view name, Range range) const;
  std::optional<int64_t> Integer(std::string_view name, Range range) const;
  std::optional<bool> Flag(std::string_view name) const;
  const Json* Find(std::string_view name) const;  // null: not given

 private:
  Parameters(Json fields, bool written) : fields_(std::move(fields)), written_(written) {}

  Json fields_;
  bool written_;  // as text, numbers too
};

// "a=1&b=%20x+y", decoded. Ill-formed escapes stay as they are.
std::multimap<std::string, std::string> ParseForm(std::string_view form);

}  // namespace bv2::server
