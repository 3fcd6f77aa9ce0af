#!/usr/bin/env bash
# Compares this source tree with another revision: both programs run in turns, and each figure's ratio
# is the median over the pairs, so that what else the machine does hits both alike.
#   tools/bench-compare.sh [-n PAIRS] REVISION bertvits2 bench --model … --threads 2
#   tools/bench-compare.sh [-n PAIRS] REVISION kernels_bench --benchmark_filter=resblock
# A ratio below 1: this tree takes less time than REVISION.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

fail() {
  echo "bench-compare: $1" >&2
  exit 2
}

pairs=5
if [ "${1-}" = -n ]; then
  pairs=${2-}
  shift 2
  [[ $pairs =~ ^[1-9][0-9]*$ ]] || fail "'$pairs' pairs; write a number from 1 on"
fi
[ $# -ge 2 ] || fail "usage: tools/bench-compare.sh [-n PAIRS] REVISION PROGRAM ARGUMENT…"
revision=$(git -C "$root" rev-parse --verify --quiet "$1^{commit}") || fail "no revision '$1'"
target=$2
shift 2

compare=$root/build/compare
other=$compare/$revision
mkdir -p "$compare"
if [ ! -e "$other" ]; then
  mkdir "$other"
  git -C "$root" archive "$revision" | tar -x -C "$other"
fi

# build SOURCE NAME: prints the program's path.
build() {
  local folder=$compare/build-$2
  cmake -S "$1" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBV2_TESTS=OFF -DBV2_TRAIN=OFF \
    -DBV2_BENCH=ON >"$folder.log" 2>&1 &&
    cmake --build "$folder" --target "$target" >>"$folder.log" 2>&1 ||
    { tail -n 20 "$folder.log" >&2; fail "'$target' of $1 does not build"; }
  find "$folder" -name "$target" -type f -perm -u+x
}
old=$(build "$other" "${revision:0:12}")
new=$(build "$root" this)

# Each figure as "NAME MILLISECONDS", from what either kind of program prints.
figures() {
  if [[ $target == *_bench ]]; then
    "$@" --benchmark_format=csv 2>/dev/null |
      awk -F, '/^"/ { gsub(/"/, "", $1); print $1, $3 / ($5 == "ns" ? 1e6 : $5 == "us" ? 1e3 : 1) }'
  else
    "$@" --json | awk -F'[:,]' '
      { gsub(/[" ]/, "") }
      $1 == "threads" { threads = $2 }
      $1 == "name" { name = $2 }
      $1 == "ms" { print threads "/" name, $2 }
      $1 == "open_ms" || $1 == "first_audio_ms" || $1 == "total_ms" { print threads "/" $1, $2 }'
  fi
}

results=$(mktemp)
trap 'rm -f "$results"' EXIT
for ((i = 0; i < pairs; ++i)); do
  # The order changes, so that neither always runs on the warmer machine.
  order=(old new)
  ((i % 2 == 0)) || order=(new old)
  for which in "${order[@]}"; do
    figures "${!which}" "$@" | sed "s/^/$which $i /" >>"$results"
  done
done
[ -s "$results" ] || fail "'$target $*' printed no figures"

awk '
  function median(list, n,    i, j, t) {
    for (i = 2; i <= n; ++i)
      for (j = i; j > 1 && list[j - 1] > list[j]; --j) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
    return list[int((n + 1) / 2)]
  }
  { if (!($3 in seen)) { seen[$3] = 1; names[++count] = $3 } value[$1, $2, $3] = $4; if ($2 >= pairs) pairs = $2 + 1 }
  END {
    printf "%-44s %10s %10s %7s\n", "ms", "REVISION", "this", "ratio"
    for (k = 1; k <= count; ++k) {
      n = 0
      for (i = 0; i < pairs; ++i)
        if (("old", i, names[k]) in value && ("new", i, names[k]) in value) {
          a[++n] = value["old", i, names[k]]; b[n] = value["new", i, names[k]]
          r[n] = a[n] > 0 ? b[n] / a[n] : 1
        }
      if (n > 0) printf "%-44s %10.3f %10.3f %7.3f\n", names[k], median(a, n), median(b, n), median(r, n)
    }
  }' "$results"
