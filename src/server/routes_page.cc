#include "server/page.h"
#include "server/routes.h"

namespace bv2::server {

void AddPageRoutes(Router& router) {
  for (const PageFile& file : kPageFiles)
    router.Add(
        {.method = "GET",
         .path = std::string(file.path),
         .handler = [&file](const HttpRequest& request) { return ServePageFile(file, request); },
         .open = true});
}

}  // namespace bv2::server
