// SPDX-License-Identifier: Apache-2.0
#pragma once
// The house that the tests of the mapping live in: a boiler, Zigbee sensors and plugs, Shelly switches, a Tasmota.

namespace test {

constexpr const char* kHome = R"yaml({
  "max_rows": 2,
  "parameters": [
    {"path": "Boiler.Temperature", "type": "decimal", "source": {"topic": "boiler/state", "pointer": "/temp"},
     "scale": 0.1, "notify": "active", "range": {"min": 0, "max": 95.5}},
    {"path": "Boiler.Mode", "values": {"heat": "Heating", "off": "Off", "OFF": "Off"},
     "source": {"topic": "boiler/state", "pointer": "/mode"},
     "sink": {"topic": "boiler/set", "payload": "{\"mode\": \"${value}\"}", "qos": 1, "confirm_timeout_s": 10}},
    {"path": "Boiler.Text", "source": {"topic": "boiler/text"}, "sink": {"topic": "boiler/text/set", "retain": true,
     "confirm": "none"}, "range": {"max_length": 5}},
    {"path": "Boiler.Boost", "type": "int", "sink": {"topic": "boiler/boost"}},
    {"path": "Boiler.Button", "source": {"topic": "boiler/button", "ignore_retained": true}},
    {"path": "Boiler.Vendor", "value": "Example"}
  ],
  "tables": [
    {"path": "Sensor.{i}.", "rows": {"topic": "zigbee2mqtt/{name}"},
     "availability": {"topic": "zigbee2mqtt/{name}/availability", "pointer": "/state", "online": "online"},
     "parameters": [
       {"path": "Name", "value": "{name}"},
       {"path": "Online", "type": "boolean", "source": {"availability": true}},
       {"path": "Temperature", "type": "decimal", "source": {"pointer": "/temperature"}},
       {"path": "Battery", "type": "unsignedInt", "source": {"pointer": "/battery"}},
       {"path": "State", "type": "boolean", "values": {"ON": "true", "OFF": "false"}, "source": {"pointer": "/state"},
        "sink": {"topic": "zigbee2mqtt/{name}/set", "payload": "{\"state\": \"${value}\"}"}}
     ]},
    {"path": "Switch.{i}.", "rows": {"topic": "{device}/online"},
     "availability": {"online": "true", "offline": "false"},
     "parameters": [
       {"path": "Output", "type": "boolean", "source": {"topic": "{device}/status/switch:0", "pointer": "/output"},
        "sink": {"topic": "{device}/rpc",
                 "payload": "{\"id\":1,\"src\":\"${device}\",\"method\":\"Switch.Set\",\"params\":{\"id\":0,\"on\":${value}}}"}},
       {"path": "Power", "type": "decimal", "source": {"topic": "{device}/status/switch:0", "pointer": "/apower"}}
     ]},
    {"path": "Tasmota.{i}.", "rows": {"topic": "tele/{name}/LWT"}, "availability": {"online": "Online", "offline": "Offline"},
     "parameters": [
       {"path": "Power", "type": "boolean", "source": {"topic": "stat/{name}/POWER"},
        "sink": {"topic": "cmnd/{name}/POWER", "confirm": "published"}},
       {"path": "Watts", "type": "decimal", "source": {"topic": "tele/{name}/SENSOR", "pointer": "/ENERGY/Power"}}
     ]}
  ]
})yaml";

}  // namespace test
