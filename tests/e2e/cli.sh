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

finish
