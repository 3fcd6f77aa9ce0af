#!/usr/bin/env bash
# web/dist, which the program embeds, is what web/src builds: dist.sh FOLDER, to build in.
set -euo pipefail
cd "$(dirname "$0")/../../web"
npm run --silent build -- --outDir "$1/dist" --emptyOutDir --logLevel warn
if ! diff -rq dist "$1/dist"; then
  echo 'web/dist is not what the sources build; run make page and commit it' >&2
  exit 1
fi
