#!/usr/bin/env bash
# Builds for aarch64 with Debian's cross compiler and runs the tests of the kernels under qemu-user.
#   tools/check-aarch64.sh              base and kernels
#   tools/check-aarch64.sh TARGET…      other targets, e.g. bertvits2; those named *_test are run, too
# The libraries of the other processor are unpacked into build/aarch64/sysroot; the system itself gets
# no packages of it.
set -euo pipefail
cd "$(dirname "$0")/.."

programs=(g++-aarch64-linux-gnu qemu-user)
# Those of tools/setup-debian.sh, and the C and C++ libraries.
mapfile -t libraries < <(
  sed -n '/^\(build\|test\)=(/,/^)/{s/#.*//;p}' tools/setup-debian.sh | grep -oE '[a-z0-9.+-]+-dev'
  printf '%s\n' libc6-dev libstdc++-12-dev
)
targets=("$@")
[ $# -gt 0 ] || targets=(base_test kernels_test)

missing=()
for package in "${programs[@]}"; do
  dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' ||
    missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

build=$PWD/build/aarch64
sysroot=$build/sysroot
if [ "$(cat "$sysroot/packages" 2>/dev/null)" != "${libraries[*]}" ]; then
  rm -rf "$sysroot"
  # An apt of its own, whose processor is the other one.
  apt=$build/apt
  mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$sysroot"
  : >"$apt/status"
  options=(-q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o "Dir::State=$apt"
    -o "Dir::State::Lists=$apt/lists" -o "Dir::State::status=$apt/status"
    -o "Dir::Cache=$apt" -o "Dir::Cache::archives=$apt/archives" -o APT::Sandbox::User=root
    -o Debug::NoLocking=1)
  apt-get "${options[@]}" update
  apt-get "${options[@]}" install -y --download-only --no-install-recommends "${libraries[@]}"
  for package in "$apt"/archives/*.deb; do dpkg -x "$package" "$sysroot"; done
  # Links to absolute places are meant from the root of the other system.
  find "$sysroot" -type l -lname '/*' | while read -r link; do
    ln -sfn "$sysroot$(readlink "$link")" "$link"
  done
  rm -r "$apt"
  echo "${libraries[*]}" >"$sysroot/packages"
fi

export PKG_CONFIG_LIBDIR=$sysroot/usr/lib/aarch64-linux-gnu/pkgconfig:$sysroot/usr/share/pkgconfig
export PKG_CONFIG_SYSROOT_DIR=$sysroot
cmake -S . -B "$build/tree" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBV2_TRAIN=OFF \
  -DCMAKE_TOOLCHAIN_FILE="$PWD/cmake/aarch64.cmake" -DBV2_SYSROOT="$sysroot"
cmake --build "$build/tree" --target "${targets[@]}" -- -k 0
failed=0
for target in "${targets[@]}"; do
  [[ $target == *_test ]] || continue
  program=$(find "$build/tree" -name "$target" -type f -perm -u+x)
  echo "check-aarch64: $target"
  qemu-aarch64 -L "$sysroot" "$program" --gtest_brief=1 || failed=1
done
exit $failed
