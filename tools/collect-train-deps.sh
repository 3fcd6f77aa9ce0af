#!/usr/bin/env bash
# Collects in a folder what `cmake --preset train-lean` needs beside a C++ compiler and LibTorch, for a
# machine that cannot install packages. Run it where Debian's or Ubuntu's packages can be downloaded
# (nothing is installed), copy the folder, and build there:
#   tools/collect-train-deps.sh DIR
#   cmake -C DIR/bv2-deps.cmake --preset train-lean -DCMAKE_PREFIX_PATH=/path/to/torch
#   cmake --build --preset train-lean
# The program finds the libraries in DIR again when it runs; `cmake --install` is not needed.
# DIR fits every machine of the same processor whose C library is as new as here, or newer.
set -euo pipefail

packages=(
  libhwy-dev                               # SIMD with runtime dispatch
  libtbb-dev                               # threads
  libsndfile1-dev                          # recordings
  zlib1g-dev                               # checksums of .pth containers, PNG pictures
  nlohmann-json3-dev libcli11-dev          # JSON, command line
  libspdlog-dev libfmt-dev                 # logs, formatting
  libgloo-dev                              # headers: processes on CPUs that train together
)

fail() {
  echo "collect-train-deps: $1" >&2
  exit 1
}

[ $# -eq 1 ] || fail "usage: tools/collect-train-deps.sh DIR"
[ ! -e "$1/usr" ] || fail "'$1' holds an earlier collection; name a new folder"
mkdir -p "$1"
dir=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The libraries of a package: neither the C and C++ runtime nor other headers, nor what tells oneTBB
# about the processors' layout where there are several (it does without).
libraries() {
  apt-cache depends --important "$1" | sed -n 's/^ *Depends: \([^<]*\)$/\1/p' |
    grep -E '^(lib|zlib1g$)' | grep -vE -- '-dev$|^libc6$|^libgcc|^libstdc|^libhwloc|^libgloo' || true
}

wanted=("${packages[@]}")
for ((i = 0; i < ${#wanted[@]}; ++i)); do
  for package in $(libraries "${wanted[i]}"); do
    [[ " ${wanted[*]} " == *" $package "* ]] || wanted+=("$package")
  done
done

echo "collect-train-deps: downloading ${wanted[*]}"
(cd "$work" && apt-get download -q -o APT::Sandbox::User=root "${wanted[@]}" >/dev/null)
for package in "$work"/*.deb; do dpkg -x "$package" "$work"; done

arch=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -print-multiarch)
lib=$dir/usr/lib/$arch
mkdir -p "$lib"
for folder in lib usr/lib; do
  [ ! -d "$work/$folder/$arch" ] || cp -a "$work/$folder/$arch/." "$lib"
done
mkdir -p "$dir/usr/share"
cp -a "$work/usr/include" "$dir/usr"
cp -a "$work/usr/share/cmake" "$dir/usr/share"
for notice in "$work"/usr/share/doc/*/copyright; do
  name=$(basename "$(dirname "$notice")")
  mkdir -p "$dir/usr/share/doc/$name"
  cp -L "$notice" "$dir/usr/share/doc/$name"
done
find "$lib" \( -name '*.a' -o -name pkgconfig \) -prune -exec rm -r {} +

# Links into /lib: its files lie beside them here.
find "$lib" -type l -lname '/*' | while read -r link; do
  ln -sf "$(basename "$(readlink "$link")")" "$link"
done
dangling=$(find "$lib" -xtype l)
[ -z "$dangling" ] || fail "these links lead nowhere: $dangling"

cat >"$dir/bv2-deps.cmake" <<END
# Written by collect-train-deps.sh. The folder may be moved.
set(libraries \${CMAKE_CURRENT_LIST_DIR}/usr/lib/$arch)
set(CMAKE_INCLUDE_PATH \${CMAKE_CURRENT_LIST_DIR}/usr/include CACHE STRING "" FORCE)
set(CMAKE_LIBRARY_PATH \${libraries} CACHE STRING "" FORCE)
foreach(package fmt spdlog TBB)
  set(\${package}_DIR \${libraries}/cmake/\${package} CACHE PATH "" FORCE)
endforeach()
foreach(package nlohmann_json CLI11)
  set(\${package}_DIR \${CMAKE_CURRENT_LIST_DIR}/usr/share/cmake/\${package} CACHE PATH "" FORCE)
endforeach()
# So that libraries of the folder find each other, too.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,--disable-new-dtags -Wl,-rpath,\${libraries}" CACHE STRING "" FORCE)
END

echo "collect-train-deps: $(du -sm "$dir" | cut -f1) MiB in $dir; there:"
echo "  cmake -C $dir/bv2-deps.cmake --preset train-lean -DCMAKE_PREFIX_PATH=/path/to/torch"
for program in cmake ninja g++; do
  command -v "$program" >/dev/null ||
    echo "  $program is needed, too, and missing here (pip install $program, if it is there as well)"
done
