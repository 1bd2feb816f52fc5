// SPDX-License-Identifier: Apache-2.0
#pragma once
// A capability as an adapter declares it, of which nothing is trusted: what is known of it as an ACS will see it, and
// what its values must be.
// Spec: TR-181 2.19, IoTCapability.{i}. (tr-181-2-iot.xml); TR-106, section 3.2.3 (comma-separated lists)
// Thread: pure

#include "adapters/sdk/adapter_abi.h"
#include "proxy/model/parameter.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace proxy::plugin {

/// What is known of a capability beside its name, each a parameter of its sub-object where the class has it.
enum class Fact : std::uint8_t { type, unit, minimum, maximum, words };
inline constexpr std::size_t kFacts = 5;

/// What the classes differ in.
struct CapabilityClass {
  std::string_view object;  ///< "LevelSensor"; of a vendor's without its prefix
  bool is_standard;
  std::string_view value;  ///< "Value"
  model::Type type;        ///< of the value
  bool writable;
  std::span<const Fact> facts;
};
const CapabilityClass& class_of(adapter_capability_class kind);
/// "LevelSensor", "X_00D09E_TextSensor": the value of Class and the name of the sub-object.
std::string class_name(std::string_view oui, adapter_capability_class kind);

struct Capability {
  adapter_capability_class kind = ADAPTER_TEXT_SENSOR;
  std::string identity;  ///< with the class before it: unique in the device
  std::string name;      ///< as its device has it
  std::array<std::string, kFacts> facts;
  model::Notification notification = model::Notification::off;
  std::uint32_t confirm_timeout_ms = 0;

  const std::string& fact(Fact fact) const { return facts.at(static_cast<std::size_t>(fact)); }
  std::string& fact(Fact fact) { return facts.at(static_cast<std::size_t>(fact)); }
};

struct ReadCapability {
  std::unique_ptr<Capability> capability;  ///< null if it is unfit
  const char* problem = nullptr;           ///< why
  std::size_t bytes = 0;                   ///< of its texts
  std::size_t dropped = 0;                 ///< words that do not fit into a list
};
/// `capability` may be null.
ReadCapability read_capability(const adapter_capability* capability, std::string_view oui);

/// What the store keeps of it with its row, beside the identity; and the capability again.
std::string remembered_text(const Capability& capability);
std::optional<Capability> remembered_capability(std::string_view identity, std::string_view text);

/// A value that its device has, canonical; none if it does not fit the class.
std::optional<std::string> canonical_value(adapter_capability_class kind, std::string_view text);

/// Whether the text is one of the list, whose items have "%2C" for a comma and "%25" for a per cent sign.
bool is_item_of(std::string_view list, std::string_view text);

}  // namespace proxy::plugin
