#!/usr/bin/env bash
# Types and modules of the page.
set -euo pipefail
cd "$(dirname "$0")/../../web"
npm run --silent check
npm test --silent
