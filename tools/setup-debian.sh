#!/usr/bin/env bash
# Installs the Debian 12 packages that this repository needs; what is already there is left alone.
# This is the one list of them.
#   tools/setup-debian.sh            everything: build, test and format
#   tools/setup-debian.sh build      only what compiles and runs bertvits2
#   tools/setup-debian.sh corpus     only what speaks the demonstration corpus
#   tools/setup-debian.sh recognise  only what tools/demo-voice-wer.sh listens with
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
  libyaml-dev                              # files of options
  libcpp-httplib-dev                       # HTTP
)
test=(
  libgtest-dev libgmock-dev                # unit tests
  libbenchmark-dev                         # bench/
  libdnnl-dev                              # bench/ compares with its convolutions
  mecab-utils                              # compiles the dictionaries of tests
  curl                                     # asks the server
)
corpus=(
  espeak-ng                                # Mandarin, by formants: Debian has no recorded voice
  flite                                    # English: rms, a statistical voice of recordings
  festival festvox-us-slt-hts              # English: slt, likewise, at 32 kHz
  open-jtalk open-jtalk-mecab-naist-jdic   # Japanese
)
# In Debian's archive beside the distribution proper: free (CC BY 3.0), made with tools that are not.
contrib=(
  hts-voice-nitech-jp-atr503-m001          # Japanese: a statistical voice of recordings
)
recognise=(
  pocketsphinx pocketsphinx-en-us sox      # understands English; nothing else needs it
)
train=(
  libtorch-dev libgloo-dev                 # tensors, gradients, processes that train together
  libopenblas0-openmp                      # matrix products for LibTorch; the reference BLAS takes twice as long
)
page=(
  chromium                                 # the tests look at the web page with it
)
# Node.js and npm build and test the web page. Any from version 18 on will do: another one than
# Debian's brings its own npm.
command -v npm >/dev/null || page+=(nodejs npm)
format=(clang-format clang-tidy)

groups=("$@")
[ ${#groups[@]} -gt 0 ] || groups=(build test page corpus format train)

wanted=()
for group in "${groups[@]}"; do
  case $group in
    build) wanted+=("${build[@]}") ;;
    test) wanted+=("${test[@]}") ;;
    page) wanted+=("${page[@]}") ;;
    corpus) wanted+=("${corpus[@]}" "${contrib[@]}") ;;
    recognise) wanted+=("${recognise[@]}") ;;
    format) wanted+=("${format[@]}") ;;
    train) wanted+=("${train[@]}") ;;
    *)
      echo "setup-debian: no group '$group'; the groups are build, test, page, corpus, recognise, train and format" >&2
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

# Where the system does not use the component contrib, it is looked into for this call only.
sources=()
policy=$(apt-cache policy "${contrib[0]}")
if [[ " ${missing[*]} " = *" ${contrib[0]} "* && $policy = *'Candidate: (none)'* ]]; then
  folder=$(mktemp -d)
  trap 'rm -r "$folder"' EXIT
  chmod 755 "$folder"
  cp -r /etc/apt/sources.list.d/. "$folder"
  echo "deb http://deb.debian.org/debian $(. /etc/os-release && echo "$VERSION_CODENAME") contrib" \
    >"$folder/contrib.list"
  sources=(-o "Dir::Etc::SourceParts=$folder")
  "${as_root[@]}" apt-get update -q "${sources[@]}" </dev/null
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -q -y --no-install-recommends "${sources[@]}" "${missing[@]}" </dev/null
