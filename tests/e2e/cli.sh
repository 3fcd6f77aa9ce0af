#!/usr/bin/env bash
# The program as such: help, version, wrong usage.
source "$(dirname "$0")/expect.sh"

expect 0 'bertvits2 0.' --version
expect 0 'Usage: bertvits2' --help
expect 0 'JSON Lines' text --help
expect 2 'subcommand is required'
expect 2 'see bertvits2 --help' --nonsense
expect 2 'not expected: --nonsense (see bertvits2 text --help)' text --nonsense '好'
expect 2 'not expected: b' text a b

# Start-up is part of the interface: the best of five runs stays under 20 ms (400 under sanitizers).
best=1000
for _ in 1 2 3 4 5; do
  start=$(date +%s%N)
  "$program" --version >/dev/null
  took=$((($(date +%s%N) - start) / 1000000))
  [ $took -lt $best ] && best=$took
done
limit=20
[ "$(nm -D "$program" | grep -c -e __asan -e __tsan)" -gt 0 ] && limit=400
[ $best -lt $limit ] || fail "bertvits2 --version takes $best ms"

finish
