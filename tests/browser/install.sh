#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what drives the browser (package.json) into a folder. Does nothing where it is. The browser is Debian's chromium:
# packaging/install-dependencies.sh browser.
#   tests/browser/install.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1

if [[ -e $folder/complete ]] && cmp -s "$here/package-lock.json" "$folder/package-lock.json"; then
  exit 0
fi
if [[ $(uname -m) != x86_64 ]]; then
  echo "browser: the Node.js that drives it is for x86_64" >&2
  exit 1
fi
if ! command -v npm >/dev/null; then
  as_root=()
  [[ $(id -u) -eq 0 ]] || as_root=(sudo)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null
fi

rm -rf "$folder"
mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder/"
cd "$folder"
echo "installing what drives the browser"
if ! npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >npm.log 2>&1; then
  echo "browser: npm ci failed:" >&2
  tail -n 20 npm.log >&2
  exit 1
fi
touch complete
