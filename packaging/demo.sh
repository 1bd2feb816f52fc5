#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Shows the main job on one machine, on the loopback interface alone: a broker, recorded messages of a Zigbee weather
# sensor and a plug, a test ACS, the daemon, and what they say to each other. Ends by itself and leaves nothing running.
set -euo pipefail
cd "$(dirname "$0")/.."

patience=30 # seconds for any one step
build=build/release
. packaging/trial

step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

has_text() { tail -n +"$((${3:-0} + 1))" "$1" | grep -F -- "$2"; }
# Until TEXT stands in FILE behind its first LINES lines.
wait_for_text() { wait_for "$patience" "waited in vain for: $2" has_text "$@"; }  # FILE TEXT [LINES]

ctl() { "$build/bin/tr069-proxyctl" --socket "$work/control.sock" "$@"; }

tree_shows() { ctl get "$2" | grep -F -- "$1"; }
# Until the devices' part of the tree, or the object, shows it.
wait_for_tree() { wait_for "$patience" "waited in vain for: $1" tree_shows "$1" "${2:-Device.X_00D09E_Home.}"; }  # TEXT [OBJECT]

# acs COMMAND...: has the test ACS carry it out in a session, and shows what it printed.
acs() {
  local before
  before=$(wc -l <"$work/acs.log")
  echo "  ACS> $*"
  echo "$*" >&3
  echo "methods" >&3 # its answer ends that of the command
  wait_for_text "$work/acs.log" GetRPCMethods "$before"
  tail -n +"$((before + 1))" "$work/acs.log" | grep -E '^(Inform|Status|Fault|!)|^[^ ]+ = ' | sed 's/^/       /' || true
}

# publish TOPIC PAYLOAD [-r]: -r has the broker retain it.
publish() { mosquitto_pub -h 127.0.0.1 -p "$broker_port" -t "$1" -m "$2" "${@:3}"; }

# play FILE [-r]: publishes its messages, and shows the beginning of each.
play() {
  local topic payload
  while read -r topic payload; do
    echo "  $topic ${payload:0:120}"
    publish "$topic" "$payload" "${@:2}"
  done <"$1"
}

# wait_for_notification TEXT LINES PATTERN: until an Inform behind the first LINES lines of the ACS's log has TEXT; shows
# what fits the PATTERN.
wait_for_notification() {
  wait_for_text "$work/acs.log" "$1" "$2"
  tail -n +"$(($2 + 1))" "$work/acs.log" | grep -E '^Inform|'"$3" | sed 's/^/  /'
}

# The plug: publishes the state that it was set to, as zigbee2mqtt does after a set.
run_plug() {
  local command
  mkfifo "$work/plug.in"
  mosquitto_sub -h 127.0.0.1 -p "$broker_port" -t zigbee2mqtt/my_plug/set >"$work/plug.in" &
  children+=($!)
  while read -r command; do
    echo "$command" >>"$work/plug.log"
    publish zigbee2mqtt/my_plug "$command"
  done <"$work/plug.in" &
  children+=($!)
}

step "Installing what is missing, building"
./packaging/install-dependencies.sh
cmake --preset release >/dev/null
cmake --build --preset release
cmake --build --preset release --target test-acs

step "Starting a broker, a test ACS and the daemon, on 127.0.0.1"
start_broker

mkfifo "$work/acs.in"
"$build/bin/test-acs" --listen 127.0.0.1:0 --connection-request-user acs --connection-request-password secret \
  <"$work/acs.in" >"$work/acs.log" 2>&1 &
children+=($!)
exec 3>"$work/acs.in"
wait_for_text "$work/acs.log" "listening on"

DEMO_ACS_URL=$(sed -n 's/^listening on //p' "$work/acs.log")
export DEMO_ACS_URL DEMO_BROKER_URL="mqtt://127.0.0.1:$broker_port" DEMO_ADAPTER_DIR="$PWD/$build/adapters" \
  DEMO_PROFILE_DIR="$PWD/config/profiles"
cp packaging/demo/demo.yaml "$work/demo.yaml"
"$build/bin/tr069-proxyd" --config "$work/demo.yaml" --check-config
"$build/bin/tr069-proxyd" --config "$work/demo.yaml" 2>"$work/daemon.log" &
children+=($!)

step "The daemon introduces itself to the ACS"
wait_for_text "$work/acs.log" "Device.RootDataModelVersion"
grep -A 20 '^Inform' "$work/acs.log" | sed 's/^/  /'

step "Two devices report through the broker (recorded from zigbee2mqtt)"
run_plug
play packaging/demo/recorded.txt

step "The ACS reads them"
wait_for_tree "Humidity = 44.72"
wait_for_tree "Name = my_plug"
acs get Device.X_00D09E_Home.

step "Each of them is a proxied device of the gateway"
acs get Device.ManagementServer.EmbeddedDevice.

step "The temperature changes; its notification is active, so the ACS is told at once"
before=$(wc -l <"$work/acs.log")
echo '  zigbee2mqtt/weather {"humidity":44.9,"temperature":29.05}'
publish zigbee2mqtt/weather '{"humidity":44.9,"temperature":29.05}'
wait_for_notification "Temperature = 29.05" "$before" Temperature

step "The ACS switches the plug on"
plug=$(ctl get Device.X_00D09E_Home. | sed -n 's/Name = my_plug$//p')
acs set "${plug}Switch=true"
wait_for_text "$work/plug.log" '"ON"'
echo "  the plug received on zigbee2mqtt/my_plug/set: $(cat "$work/plug.log")"
acs get "${plug}Switch"

step "A home that describes itself: the profile zigbee2mqtt shows its door sensor, without a mapping"
play packaging/demo/home.txt -r
shown=Device.X_00D09E_ProxiedDevice.
wait_for_tree "LevelSensor.Value = 97" "$shown"
acs get "${shown}1."

step "The door opens: the ACS is notified at once, without one SetParameterAttributes"
before=$(wc -l <"$work/acs.log")
echo '  home/front_door {"battery":97,"contact":false,"linkquality":118}'
publish home/front_door '{"battery":97,"contact":false,"linkquality":118}'
wait_for_notification "BinarySensor.Value = true" "$before" BinarySensor

step "The broker is killed: the ACS is notified that the door sensor is not online any more"
before=$(wc -l <"$work/acs.log")
{ kill -KILL "$broker" && wait "$broker"; } 2>/dev/null || true
wait_for_notification "${shown}1.Online = false" "$before" 'Online'
acs get "${shown}1.Online" "${shown}1.X_00D09E_Presence"

step "The next attempt to connect fails: the ACS is notified that the adapters are down, and reads the reason"
wait_for_notification "Status = Down" "$before" '_Adapter'
acs get Device.X_00D09E_Adapter.

step "Done"
echo "  To try it with devices of your own, begin with config/examples/zigbee2mqtt.yaml."
