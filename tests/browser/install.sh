#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what drives the browser (package.json) into a folder. Does nothing where it is. The browser is Debian's chromium:
# packaging/install-dependencies.sh browser.
#   tests/browser/install.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
. "$here/../npm_install.sh"

files=(package.json package-lock.json)
! is_installed "${files[@]}" || exit 0
npm_install browser "${files[@]}"
touch complete
