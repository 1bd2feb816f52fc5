#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and runs every test: as it is, under the address and undefined behaviour sanitizers,
# and, where there are threads, under the thread sanitizer.
#   tests/run.sh           all three
#   tests/run.sh PRESET    one of dev, asan, tsan
# CWMP_SCHEMA=FILE validates every envelope of the tests against the CWMP schema besides our own golden files.
set -euo pipefail
cd "$(dirname "$0")/.."

./packaging/install-dependencies.sh

# The programs from npm that some tests run against: without them those tests are skipped.
if ./tests/peers/install.sh build/peers; then
  export TR069_PEERS=$PWD/build/peers
else
  echo "== the tests labelled peers are skipped"
fi

export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1

run() {  # PRESET TARGET TESTS
  echo "== $1: build"
  cmake --preset "$1" >/dev/null
  cmake --build --preset "$1" --target "$2"
  echo "== $1: test"
  ctest --preset "$1" -R "$3" -j "$(nproc)"
}

# The thread sanitizer looks at the rooms that have threads, or are called from several.
threaded='^unit/(acs|command|control|cwmp|file|http|mapping|modbus|mqtt|plugin)$'

for preset in ${1:-dev asan tsan}; do
  case $preset in
    tsan) run tsan threaded_tests "$threaded" ;;
    *) run "$preset" all . ;;
  esac
done
