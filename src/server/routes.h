#pragma once

#include <functional>
#include <string>

#include "server/metrics.h"
#include "server/router.h"
#include "server/speak_request.h"
#include "server/speech.h"
#include "server/voices.h"

namespace bv2::server {

// What the routes call. All must outlive the router.
struct Services {
  const Voices& voices;
  Speech& speech;
  const Metrics& metrics;
  Limits limits;
  std::function<bool()> ready;  // to be sent requests
  std::string version;
};

// Each adds the rows of its file to the table.
void AddOriginalRoutes(const Services& services, Router& router);  // GET /
void AddOpenAiRoutes(const Services& services, Router& router);    // /v1/…
void AddVoiceRoutes(const Services& services, Router& router);     // /voice
void AddSpeakRoutes(const Services& services, Router& router);     // /api/…
void AddStatusRoutes(const Services& services, Router& router);    // /healthz, /metrics, …
void AddPageRoutes(Router& router);                                // the page's files but "/"

}  // namespace bv2::server
