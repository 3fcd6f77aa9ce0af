#!/usr/bin/env bash
# Checks whether the sources of training fit a LibTorch, by their syntax and types, without building or
# running anything: for one that this machine cannot run, such as another distribution's.
#   tools/check-libtorch.sh PREFIX [COMPILER OPTION…]
# PREFIX is what holds include/torch/script.h. Options may add headers that this LibTorch needs and
# lacks: -DUSE_C10D_GLOO -I/path (gloo), -DUSE_C10D_NCCL -I/path (NCCL and CUDA). $CXX, $JOBS and
# $SOURCES (files, default all of src/train, src/torch_runtime and src/train_cli) may be set.
set -euo pipefail

[ $# -ge 1 ] || {
  echo "usage: tools/check-libtorch.sh PREFIX [COMPILER OPTION…]" >&2
  exit 2
}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
include=$1/include
shift
[ -e "$include/torch/script.h" ] || {
  echo "check-libtorch: '$include/torch/script.h' is missing; name the folder that holds include/" >&2
  exit 2
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(sed -snE 's/.*define TORCH_VERSION_(MAJOR|MINOR|PATCH) +([0-9]+).*/\2/p' \
  "$include"/torch/{headeronly,csrc/api/include/torch}/version.h 2>/dev/null | head -n 3 | paste -sd. || true)
# Where the compiler looks anyway, -isystem would bring its own headers out of order.
own=()
[ "$include" = /usr/include ] || own=(-isystem "$include")
command=("${CXX:-g++}" -std=c++20 -Wall -Wextra -DBV2_VERSION='"0"' -DFMT_SHARED
  "-DHWY_DISABLED_TARGETS=(HWY_SVE|HWY_SVE2|HWY_SVE_256|HWY_SVE2_128|HWY_RVV)"
  -Isrc "${own[@]}" -isystem "$include/torch/csrc/api/include" "$@")

read -ra sources <<<"${SOURCES:-$(git ls-files -co --exclude-standard 'src/train/*.cc' 'src/train_cli/*.cc' 'src/torch_runtime/*.cc' |
  grep -v '_test\.cc$' | paste -sd' ')}"
"${command[@]}" -x c++-header src/train/torch_pch.h -o "$work/torch_pch.h.gch"
echo "check-libtorch: LibTorch $version, ${#sources[@]} files"
printf '%s\n' "${sources[@]}" |
  xargs -P "${JOBS:-$(nproc)}" -I{} "${command[@]}" -fsyntax-only -include "$work/torch_pch.h" {} ||
  { echo "check-libtorch: they do not fit LibTorch $version" >&2; exit 1; }
echo "check-libtorch: they fit LibTorch $version"
