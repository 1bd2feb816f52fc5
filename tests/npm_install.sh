# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154  # here and folder: the script sets them
# Sourced by the scripts that install programs from npm: of the folder $here into the folder $folder.

# Whether the folder is complete, and was made of these files.
is_installed() {  # FILES
  local file
  [[ -e $folder/complete ]] || return 1
  for file in "$@"; do cmp -s "$here/$file" "$folder/$file" || return 1; done
}

# Makes the folder anew with these files, and what package.json names, and goes there. Where package-lock.json is one of the files,
# it says the version of everything. When what else there is to do is done, the script makes the file `complete`.
npm_install() {  # NAME FILES
  local name=$1 command=(install --no-package-lock) as_root=() file
  shift
  [[ " $* " != *" package-lock.json "* ]] || command=(ci)
  if [[ $(uname -m) != x86_64 ]]; then
    echo "$name: the Node.js that package.json names is for x86_64" >&2
    exit 1
  fi
  if ! command -v npm >/dev/null; then
    [[ $(id -u) -eq 0 ]] || as_root=(sudo)
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null; then
      echo "$name: npm cannot be installed" >&2
      exit 1
    fi
  fi
  rm -rf "$folder"
  mkdir -p "$folder"
  for file in "$@"; do cp "$here/$file" "$folder"; done
  cd "$folder" || exit 1
  echo "installing the programs from npm for tests/$name"
  if ! npm "${command[@]}" --no-audit --no-fund --ignore-scripts --loglevel=error >npm.log 2>&1; then
    echo "$name: npm ${command[0]} failed:" >&2
    tail -n 20 npm.log >&2
    exit 1
  fi
}
