#pragma once

#include <span>
#include <string_view>

#include "server/router.h"

namespace bv2::server {

// A file of the web page, in the program itself. See cmake/embed_folder.cmake.
struct PageFile {
  std::string_view path;  // as "/assets/index.js"
  std::string_view content_type;
  std::string_view etag;  // with its quotes
  std::string_view bytes;
};

// Empty in a program that was built without web/dist.
extern const std::span<const PageFile> kPageFiles;

// Null if there is no such file.
const PageFile* FindPageFile(std::string_view path);
HttpReply ServePageFile(const PageFile& file, const HttpRequest& request);

}  // namespace bv2::server
