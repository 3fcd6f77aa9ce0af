#!/usr/bin/env bash
# Checks the dependency rule: every #include under src/ must be covered by the bv2_folder() row in
# the CMakeLists.txt of its folder, and the rows must form no cycle. Prints file:line for each
# violation and exits 1 if there is any.
#   tools/check-layers.sh [ROOT]     ROOT defaults to this repository
#
#   DEPS     the folders of src/ that may be included; `text/phones` stands for text
#   THIRD    `fmt` allows <fmt/…> and <fmt.h> everywhere in the folder, `tbb:thread_pool.cc` in that
#            file only, `unicode:*.cc` in every source but in no header
# Files named *_test.cc, *_test.h and test_*.h may also include GoogleTest and tests/support.
set -euo pipefail

root=$(cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}" && pwd)
cd "$root/src"

rows=(*/CMakeLists.txt)
{
  for row in "${rows[@]}"; do
    # "row FOLDER word word …" with comments removed and the call on one line.
    sed 's/#.*//' "$row" | tr '\n()' '   ' | sed "s|.*bv2_folder  *||; s|^|row ${row%/*} |"
    echo
  done
  # "include FILE:LINE TARGET QUOTE"
  find . -type f \( -name '*.h' -o -name '*.cc' \) | sort | sed 's|^\./||' |
    xargs -r grep -nHE '^[[:space:]]*#[[:space:]]*include[[:space:]]*["<]' |
    sed -E 's|^([^:]+:[0-9]+):[^"<]*(["<])([^">]*)[">].*|include \1 \3 \2|'
} | awk '
  BEGIN {
    n = split("fcntl.h unistd.h dirent.h dlfcn.h errno.h poll.h pthread.h sched.h signal.h " \
              "termios.h spawn.h netdb.h " \
              "immintrin.h xmmintrin.h x86intrin.h cpuid.h arm_neon.h sys/ arpa/ " \
              "netinet/ cxxabi.h execinfo.h locale.h stdlib.h time.h", list, " ")
    for (i = 1; i <= n; i++) system_header[list[i]] = 1
  }

  function complain(place, message) {
    print "src/" place ": " message
    failures++
  }

  # The platform: the C++ standard library has neither folders nor suffixes.
  function is_system(target) {
    if (target !~ /[\/.]/) return 1
    return (target in system_header) || (substr(target, 1, index(target, "/")) in system_header)
  }

  function file_allowed(pattern, file) {
    if (pattern == "*") return 1
    if (pattern == "*.cc") return file ~ /\.cc$/
    return file == pattern || file ~ ("/" pattern "$")
  }

  # Returns "" when `target` is declared, else what is wrong.
  function third_party_problem(folder, file, target,    i, entry, parts, known) {
    for (i = 1; i <= thirds[folder]; i++) {
      entry = third[folder, i]
      parts = split(entry, part, ":")
      if (index(target "/", part[1] "/") != 1 && index(target, part[1] ".") != 1) continue
      if (parts == 1 || file_allowed(part[2], file)) return ""
      known = known " " part[2]
    }
    if (known != "") return "<" target "> is allowed only in" known
    return "<" target "> is not in the THIRD of " folder "/"
  }

  $1 == "row" {
    folder = $2
    declared[folder] = 1
    if ($3 != folder) complain(folder "/CMakeLists.txt:1", "has no bv2_folder(" folder " …) row")
    keyword = ""
    for (i = 4; i <= NF; i++) {
      if ($i ~ /^(DEPS|THIRD|PARTS|SOURCES|LIBS|TESTS)$/) keyword = $i
      else if (keyword == "DEPS") {
        sub(/\/.*/, "", $i)  # a part of a folder
        dep[folder, $i] = 1
        deps[folder] = deps[folder] " " $i
      }
      else if (keyword == "THIRD") third[folder, ++thirds[folder]] = $i
      else if (keyword == "TESTS" && $i !~ /\.cc$/) break  # past the end of the row
    }
  }

  $1 == "include" {
    place = $2; target = $3; quoted = ($4 == "\"")
    folder = place; sub(/\/.*/, "", folder)
    file = place; sub(/:[0-9]+$/, "", file); sub(/^[^\/]*\//, "", file)
    test = file ~ /_test\.(cc|h)$/ || file ~ /(^|\/)test_[^\/]*\.h$/
    top = target; sub(/\/.*/, "", top)
    if (!(folder in declared)) {
      if (!(folder in seen)) complain(place, folder "/ has no CMakeLists.txt with a bv2_folder row")
      seen[folder] = 1
    } else if (quoted && target !~ /\//) {
      complain(place, "\"" target "\" must be written from the src/ root")
    } else if (quoted && top in declared) {
      if (top != folder && !((folder, top) in dep))
        complain(place, folder "/ includes \"" target "\", but " top " is not in its DEPS")
    } else if (quoted && top == "tests") {
      if (!test || target !~ /^tests\/support\//)
        complain(place, "\"" target "\": only tests may include tests/support")
    } else if (!is_system(target) && !(test && top ~ /^(gtest|gmock)$/)) {
      problem = third_party_problem(folder, file, target)
      if (problem != "") complain(place, problem)
    }
  }

  # Depth-first search: state 1 is on the current path, 2 is done.
  function visit(folder, path,    i, n, names) {
    if (state[folder] == 2) return
    if (state[folder] == 1) {
      complain(folder "/CMakeLists.txt:1", "the folders form a cycle:" path " " folder)
      return
    }
    state[folder] = 1
    n = split(deps[folder], names, " ")
    for (i = 1; i <= n; i++) {
      if (names[i] in declared) visit(names[i], path " " folder)
      else complain(folder "/CMakeLists.txt:1", "DEPS names " names[i] ", which is no folder of src/")
    }
    state[folder] = 2
  }

  END {
    for (folder in declared) visit(folder, "")
    exit failures > 0
  }'
