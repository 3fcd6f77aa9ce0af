#!/usr/bin/env bash
# Installs the Debian 12 packages that this repository needs; what is already there is left alone.
# This is the one list of them.
#   tools/setup-debian.sh            everything: build, test and format
#   tools/setup-debian.sh build      only what compiles and runs bertvits2
set -euo pipefail

build=(
  g++ make cmake ninja-build pkg-config    # toolchain
  ccache                                   # faster rebuilds; the build does without, too
  libhwy-dev                               # SIMD with runtime dispatch
  libtbb-dev                               # threads
  libsndfile1-dev                          # wav, flac, ogg, mp3
  libsoxr-dev                              # sample rate conversion
  libicu-dev                               # Unicode normalisation
  libmecab-dev mecab-ipadic-utf8           # Japanese words and their readings
  flite1-dev                               # English letter-to-sound rules
  zlib1g-dev                               # checksums of .pth containers, PNG pictures
  nlohmann-json3-dev libcli11-dev          # JSON, command line
  libspdlog-dev libfmt-dev                 # logs, formatting
)
test=(
  libgtest-dev libgmock-dev                # unit tests
  libbenchmark-dev                         # bench/
  mecab-utils                              # compiles the dictionaries of tests
)
format=(clang-format clang-tidy)

groups=("$@")
[ ${#groups[@]} -gt 0 ] || groups=(build test format)

wanted=()
for group in "${groups[@]}"; do
  case $group in
    build) wanted+=("${build[@]}") ;;
    test) wanted+=("${test[@]}") ;;
    format) wanted+=("${format[@]}") ;;
    *)
      echo "setup-debian: no group '$group'; the groups are build, test and format" >&2
      exit 2
      ;;
  esac
done

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
  [ "${status:0:2}" = ii ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "setup-debian: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q </dev/null
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -q -y --no-install-recommends "${missing[@]}" </dev/null
