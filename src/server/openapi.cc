#include "server/openapi.h"

#include <algorithm>
#include <cctype>

namespace bv2::server {
namespace {

Json Schema(const Field& field) {
  Json schema;
  schema.Set("type", field.type);
  if (std::string_view(field.type) == "array") schema.Set("items", Json::Object());
  if (!field.one_of.empty())
    schema.Set("enum", Json::Array(field.one_of.begin(), field.one_of.end()));
  if (!field.fallback.is_null()) schema.Set("default", field.fallback);
  return schema;
}

Json Body(const std::vector<Field>& fields) {
  Json properties = Json::Object(), schema;
  Json::Array required;
  for (const Field& field : fields) {
    Json property = Schema(field);
    property.Set("description", field.description);
    properties.Set(field.name, std::move(property));
    if (field.required) required.push_back(field.name);
  }
  schema.Set("type", "object");
  schema.Set("properties", std::move(properties));
  if (!required.empty()) schema.Set("required", std::move(required));
  Json media;
  media.Set("schema", std::move(schema));
  return media;
}

Json Reply(std::string_view description, std::string_view content_type) {
  Json content, reply;
  content.Set(content_type, Json::Object());
  reply.Set("description", description);
  reply.Set("content", std::move(content));
  return reply;
}

}  // namespace

Json Describe(const Operation& operation) {
  Json json;
  json.Set("summary", operation.summary);
  Json::Array parameters;
  for (const Field& field : operation.query) {
    Json parameter;
    parameter.Set("name", field.name);
    parameter.Set("in", "query");
    parameter.Set("required", field.required);
    parameter.Set("description", field.description);
    parameter.Set("schema", Schema(field));
    parameters.push_back(std::move(parameter));
  }
  if (!parameters.empty()) json.Set("parameters", std::move(parameters));
  Json content;
  if (!operation.json.empty()) content.Set("application/json", Body(operation.json));
  if (!operation.form.empty())
    for (const char* form : {"application/x-www-form-urlencoded", "multipart/form-data"})
      content.Set(form, Body(operation.form));
  if (!content.is_null()) {
    Json body;
    body.Set("required", true);
    body.Set("content", std::move(content));
    json.Set("requestBody", std::move(body));
  }
  Json replies;
  replies.Set("200", Reply("Done.", operation.answer));
  replies.Set("default", Reply("What went wrong.", "application/json"));
  json.Set("responses", std::move(replies));
  return json;
}

Json OpenApiDocument(std::span<const Route> routes, std::string_view version) {
  Json paths;
  for (const Route& route : routes) {
    if (route.operation.is_null()) continue;
    std::string method = route.method;
    std::ranges::transform(method, method.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    Json path = paths.Find(route.path) == nullptr ? Json() : paths.At(route.path);
    path.Set(method, route.operation);
    paths.Set(route.path, std::move(path));
  }
  Json info, licence, document;
  info.Set("title", "bertvits2");
  info.Set("version", version);
  info.Set("description", "Text to speech with Bert-VITS2 voices.");
  licence.Set("name", "AGPL-3.0-or-later");
  info.Set("license", std::move(licence));
  document.Set("openapi", "3.1.0");
  document.Set("info", std::move(info));
  document.Set("paths", std::move(paths));
  return document;
}

}  // namespace bv2::server
