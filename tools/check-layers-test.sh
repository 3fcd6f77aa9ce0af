#!/usr/bin/env bash
# Shows that check-layers.sh accepts a sound tree and refuses each kind of violation.
set -euo pipefail

check=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/check-layers.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

# A sound tree of two folders.
reset() {
  rm -rf "${tree:?}/src"
  mkdir -p "$tree/src/low" "$tree/src/high/inner"
  echo 'bv2_folder(low THIRD fmt zip:pack.cc sndfile:*.cc SOURCES pack.cc)' >"$tree/src/low/CMakeLists.txt"
  printf 'bv2_folder(high   # a comment\n  DEPS low/part\n  SOURCES inner/a.cc)\n' >"$tree/src/high/CMakeLists.txt"
  printf '#include <vector>\n#include <sys/stat.h>\n#include <fmt/format.h>\n' >"$tree/src/low/low.h"
  printf '#include "low/low.h"\n#include <zip.h>\n#include <sndfile.h>\n' >"$tree/src/low/pack.cc"
  printf '#include "low/low.h"\n' >"$tree/src/high/inner/a.cc"
  printf '#include <gtest/gtest.h>\n#include "tests/support/x.h"\n' >"$tree/src/high/a_test.cc"
}

# refuses FRAGMENT: the check fails and says so.
refuses() {
  local output
  if output=$("$check" "$tree"); then
    echo "FAILED: accepted a tree that should be refused with: $1" >&2
    exit 1
  fi
  case $output in
    *"$1"*) ;;
    *)
      printf 'FAILED: expected  %s\n        got       %s\n' "$1" "$output" >&2
      exit 1
      ;;
  esac
}

reset
"$check" "$tree" || { echo "FAILED: refused a sound tree" >&2; exit 1; }

reset; echo '#include "high/a.h"' >>"$tree/src/low/low.h"
refuses 'src/low/low.h:4: low/ includes "high/a.h", but high is not in its DEPS'

reset; echo '#include <tbb/tbb.h>' >>"$tree/src/low/pack.cc"
refuses 'src/low/pack.cc:4: <tbb/tbb.h> is not in the THIRD of low/'

reset; echo '#include <zip.h>' >>"$tree/src/low/low.h"
refuses 'src/low/low.h:4: <zip.h> is allowed only in pack.cc'

reset; echo '#include <sndfile.h>' >>"$tree/src/low/low.h"
refuses 'src/low/low.h:4: <sndfile.h> is allowed only in *.cc'

reset; echo '#include <fmt/format.h>' >>"$tree/src/high/inner/a.cc"
refuses 'src/high/inner/a.cc:2: <fmt/format.h> is not in the THIRD of high/'

reset; echo '#include "a.h"' >>"$tree/src/high/inner/a.cc"
refuses 'src/high/inner/a.cc:2: "a.h" must be written from the src/ root'

reset; echo '#include "tests/support/x.h"' >>"$tree/src/high/inner/a.cc"
refuses 'only tests may include tests/support'

reset; echo 'bv2_folder(low DEPS high THIRD fmt zip sndfile)' >"$tree/src/low/CMakeLists.txt"
refuses 'the folders form a cycle'

reset; rm "$tree/src/high/CMakeLists.txt"
refuses 'high/ has no CMakeLists.txt with a bv2_folder row'

echo "check-layers refuses what it should"
