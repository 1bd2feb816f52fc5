#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the packages that a build, its tests and the demo need on Debian 12 or 13. Prints what it installs.
#   install-dependencies.sh [PART]   with PART, one of clang, cross, format, tidy, coverage, packages, prometheus, browser: what that part of tests/run.sh needs besides
set -euo pipefail

# Debian 12 has several versions of Boost, and its default is too old.
boost=1.81
! grep -qx 'VERSION_ID="13"' /etc/os-release || boost=1.83

packages=(
  g++ cmake ninja-build ccache pkg-config git ca-certificates
  libboost$boost-dev libboost-json$boost-dev libcurl4-openssl-dev libssl-dev libpugixml-dev libmosquitto-dev libyaml-cpp-dev
  libmodbus-dev libsqlite3-dev libspdlog-dev libfmt-dev libcli11-dev zlib1g-dev catch2
  python3-jsonschema python3-yaml
  mosquitto mosquitto-clients lighttpd lighttpd-mod-webdav libxml2-utils openssl procps iproute2
  systemd
)
# Peers of tests that say what they leave out without them.
peers=(busybox python3-pymodbus python3-serial python3-serial-asyncio socat)
case ${1-} in
  '') ;;
  clang) packages+=(clang-14 libclang-rt-14-dev) ;;
  format) packages=(clang-format-14) peers=() ;;
  tidy) packages+=(clang-tidy-14) ;;
  coverage) packages+=(gcovr) ;;
  packages) packages+=(curl dpkg-dev lintian debootstrap util-linux) ;;
  prometheus) packages=(prometheus) peers=() ;;
  browser) packages=(chromium chromium-sandbox fonts-dejavu-core) peers=() ;;
  cross) packages+=(mmdebstrap qemu-user-static g++-aarch64-linux-gnu g++-s390x-linux-gnu g++-arm-linux-gnueabihf g++-mipsel-linux-gnu) ;;
  *) echo "$0: the parts are clang, cross, format, tidy, coverage, packages, prometheus, browser" >&2; exit 2 ;;
esac

missing() {  # PACKAGES -> REPLY: those that are not installed
  local package
  REPLY=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || REPLY+=("$package")
  done
}

missing "${packages[@]}" "${peers[@]}"
if [[ ${#REPLY[@]} -eq 0 ]]; then
  exit 0
fi

echo "installing: ${REPLY[*]}"
as_root=()
if [[ $(id -u) -ne 0 ]]; then
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
# The broker is started by those who need it, on a port of their own: its package must not start one for the machine.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod +x "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
apt_install() {  # PACKAGES
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
missing "${packages[@]}"
if [[ ${#REPLY[@]} -ne 0 ]]; then
  apt_install "${REPLY[@]}"
fi
missing "${peers[@]}"
if [[ ${#REPLY[@]} -ne 0 ]] && ! apt_install "${REPLY[@]}"; then
  echo "not to be had: ${REPLY[*]}; tests with these say what they leave out"
fi
