#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "server/router.h"

namespace bv2::server {

// A parameter or field, as OpenAPI describes it.
struct Field {
  const char* name;
  const char* type;  // "string", "number", "integer", "boolean", "array"
  bool required = false;
  Json fallback = {};  // the default; null: none
  const char* description = "";
  std::vector<std::string> one_of = {};
};

// What a route does, for its row.
struct Operation {
  const char* summary;
  std::vector<Field> query = {};
  std::vector<Field> json = {};             // fields of a JSON body
  std::vector<Field> form = {};             // fields of a form, of either kind
  const char* answer = "application/json";  // content type
};
Json Describe(const Operation& operation);

// The document: OpenAPI 3.1 of the routes that are described.
Json OpenApiDocument(std::span<const Route> routes, std::string_view version);

}  // namespace bv2::server
