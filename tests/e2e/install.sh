#!/usr/bin/env bash
# cmake --install, then a program of somebody else's that uses the installed library.
#   install.sh PROGRAM BUILD_FOLDER
source "$(dirname "$0")/expect.sh"

prefix=$work/usr
check cmake --install "$2" --prefix "$prefix"
program=$prefix/bin/bertvits2
expect 0 'bertvits2 0.' --version
check [ -d "$prefix/share/bertvits2" ]

mkdir "$work/app"
cat >"$work/app/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(app LANGUAGES C CXX)
find_package(bertvits2 0.1 REQUIRED)
foreach(program app.cc app_c.c)
  cmake_path(GET program STEM name)
  add_executable(${name} ${program})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PRIVATE bertvits2::bertvits2)
endforeach()
CMAKE
# The programs printed in docs/api.md.
docs=$(dirname "$0")/../../docs/api.md
sed -n '/^```cpp$/,/^```$/p' "$docs" | sed '1d;$d' >"$work/app/app.cc"
sed -n '/^```c$/,/^```$/p' "$docs" | sed '1d;$d' >"$work/app/app_c.c"
check cmake -S "$work/app" -B "$work/app/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix"
check cmake --build "$work/app/build"
voice=$(dirname "$0")/../data/voices/noise
check "$work/app/build/app" "$voice" "$prefix/share/bertvits2" 你好 "$work/a.wav"
check [ "$(head -c 4 "$work/a.wav")" = RIFF ]
"$work/app/build/app_c" "$voice/model.safetensors" "$prefix/share/bertvits2" 你好 >"$work/a.raw" ||
  fail 'the C program does not speak'
check [ "$(stat -c %s "$work/a.raw")" -gt 16000 ]
check [ "$("$work/app/build/app_c" "$work/absent/voice.pth" "$prefix" 你好 2>&1 | grep -c absent)" -eq 1 ]

finish
