#!/bin/sh
# Validates every envelope that we send against the schema named by CWMP_SCHEMA.
# usage: validate_sent.sh FOLDER
set -eu
if [ -z "${CWMP_SCHEMA:-}" ]; then
  echo "skipped: CWMP_SCHEMA not set"
  exit 77
fi
exec xmllint --nonet --noout --schema "$CWMP_SCHEMA" "$1"/*.xml
