#include "server/page.h"

#include <string>

namespace bv2::server {

const PageFile* FindPageFile(std::string_view path) {
  for (const PageFile& file : kPageFiles)
    if (file.path == path) return &file;
  return nullptr;
}

HttpReply ServePageFile(const PageFile& file, const HttpRequest& request) {
  HttpReply reply{.content_type = std::string(file.content_type),
                  .headers = {{"ETag", std::string(file.etag)},
                              {"Vary", "Accept-Encoding"},
                              {"Referrer-Policy", "no-referrer"},
                              {"Cross-Origin-Opener-Policy", "same-origin"},
                              {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}}};
  // Everything comes from here. Styles are set by the waveform's elements, audio is made in blobs.
  reply.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
      "img-src 'self' data: blob:; media-src 'self' blob: data:; worker-src 'self' blob:; "
      "connect-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
      "frame-ancestors 'none'");
  // Names of assets have a digest of what is in them.
  const bool forever = file.path.starts_with("/assets/");
  reply.headers.emplace_back("Cache-Control",
                             forever ? "public, max-age=31536000, immutable" : "no-cache");
  const std::string* known = request.Header("If-None-Match");
  if (known != nullptr && known->find(file.etag) != std::string::npos) {
    reply.status = 304;
    reply.content_type.clear();
  } else {
    reply.body = file.bytes;
  }
  return reply;
}

}  // namespace bv2::server
