# Sourced by the end-to-end tests. $1 is the program under test; $data is tests/data; $work is an
# empty folder, removed at the end.
set -uo pipefail

program=$1
data=$(cd "$(dirname "${BASH_SOURCE[0]}")/../data" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
  printf 'FAILED: %s\n' "$@" >&2
  failures=$((failures + 1))
}

# expect STATUS FRAGMENT ARGUMENT…: runs the program, which must exit with STATUS and print FRAGMENT
# (to standard output if STATUS is 0, else to standard error). Standard output is left in $work/out.
expect() {
  local status=$1 fragment=$2 stream=$work/err
  shift 2
  local shown="bertvits2 $*"
  shown=${shown:0:300}
  "$program" "$@" >"$work/out" 2>"$work/err" </dev/null
  local got=$?
  [ "$status" -eq 0 ] && stream=$work/out
  if [ $got -ne "$status" ]; then
    fail "$shown" "  exit status $got, expected $status: $(head -c 500 "$work/err")"
  elif [ -n "$fragment" ] && ! grep -qF -- "$fragment" "$stream"; then
    fail "$shown" "  lacks: $fragment" "  says:  $(head -c 500 "$stream")"
  elif [ "$status" -ne 0 ] && ! grep -q '^bertvits2: error: ' "$work/err"; then
    fail "$shown" "  does not start with 'bertvits2: error: ': $(head -c 500 "$work/err")"
  fi
}

# check COMMAND…: the command must succeed; what it prints is shown only if it does not.
check() {
  "$@" >"$work/log" 2>&1 || fail "$*" "$(tail -n 20 "$work/log")"
}

finish() {
  [ "$failures" -eq 0 ] || exit 1
}
