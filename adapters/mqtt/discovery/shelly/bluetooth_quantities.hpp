// SPDX-License-Identifier: Apache-2.0
#pragma once
// What sensors of Bluetooth devices measure, by the numbers of BTHome.
// Spec: https://bthome.io/format/ (object ids)
// Thread: pure

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace adapters::mqtt::discovery {

struct BluetoothQuantity {
  std::string_view id;
  const char* name;  // of the table that all conventions share
  const char* unit;
};

inline constexpr std::array kBluetoothQuantities = {
    BluetoothQuantity{"1", "battery", "%"},       BluetoothQuantity{"2", "temperature", "°C"},
    BluetoothQuantity{"3", "humidity", "%"},      BluetoothQuantity{"4", "pressure", "hPa"},
    BluetoothQuantity{"5", "illuminance", "lx"},  BluetoothQuantity{"8", "dew_point", "°C"},
    BluetoothQuantity{"9", "count", ""},          BluetoothQuantity{"10", "energy", "kWh"},
    BluetoothQuantity{"11", "power", "W"},        BluetoothQuantity{"12", "voltage", "V"},
    BluetoothQuantity{"13", "pm25", "µg/m³"},     BluetoothQuantity{"14", "pm10", "µg/m³"},
    BluetoothQuantity{"18", "co2", "ppm"},        BluetoothQuantity{"20", "soil_moisture", "%"},
    BluetoothQuantity{"21", "battery_low", ""},   BluetoothQuantity{"26", "door", ""},
    BluetoothQuantity{"28", "gas", ""},           BluetoothQuantity{"32", "moisture", ""},
    BluetoothQuantity{"33", "motion", ""},        BluetoothQuantity{"35", "occupancy", ""},
    BluetoothQuantity{"37", "presence", ""},      BluetoothQuantity{"41", "smoke", ""},
    BluetoothQuantity{"43", "tamper", ""},        BluetoothQuantity{"44", "vibration", ""},
    BluetoothQuantity{"45", "window", ""},        BluetoothQuantity{"46", "humidity", "%"},
    BluetoothQuantity{"63", "rotation", "°"},     BluetoothQuantity{"64", "distance", "mm"},
    BluetoothQuantity{"65", "distance", "m"},     BluetoothQuantity{"66", "duration", "s"},
    BluetoothQuantity{"67", "current", "A"},      BluetoothQuantity{"68", "speed", "m/s"},
    BluetoothQuantity{"69", "temperature", "°C"}, BluetoothQuantity{"70", "uv_index", ""},
};

/// "value" without unit for an id that is not known.
inline BluetoothQuantity bluetooth_quantity(std::string_view id) {
  const auto known = std::ranges::find(kBluetoothQuantities, id, &BluetoothQuantity::id);
  return known == kBluetoothQuantities.end() ? BluetoothQuantity{id, "value", ""} : *known;
}

}  // namespace adapters::mqtt::discovery
