// SPDX-License-Identifier: Apache-2.0
#pragma once
// One convention hearing messages: what it has described so far, and what its devices would show and send.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

#include "adapters/mapping/values/filter.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"

namespace tests {

namespace mapping = adapters::mapping;
namespace discovery = adapters::mqtt::discovery;

class Bridge {
 public:
  Bridge(std::unique_ptr<discovery::Convention> (*make)(const discovery::Settings&), const char* topic)
      : convention_(make({topic, {}})) {}

  discovery::Changes hear(std::string_view topic, std::string_view payload, bool retained = true) {
    discovery::Changes changes = discovery::changes_by(*convention_, topic, payload, retained);
    for (const auto& key : changes.removed) {
      devices_.erase(key.identity);
      skipped_.erase(key.identity);
    }
    for (const auto& device : changes.described) devices_[device.key.identity] = device;
    for (const auto& skipped : changes.skipped) skipped_[skipped.key.identity] = skipped.reason;
    rejected_ += changes.rejected.size();
    return changes;
  }

  const discovery::Convention& convention() const { return *convention_; }
  const mapping::DeviceDescription& device(const std::string& identity) const {
    const auto found = devices_.find(identity);
    if (found == devices_.end()) throw std::runtime_error("no device " + identity);
    return found->second;
  }
  bool has(const std::string& identity) const { return devices_.contains(identity); }
  std::size_t count() const { return devices_.size(); }
  std::size_t rejected() const { return rejected_; }
  const std::map<std::string, std::string>& skipped() const { return skipped_; }

 private:
  std::unique_ptr<discovery::Convention> convention_;
  std::map<std::string, mapping::DeviceDescription> devices_;
  std::map<std::string, std::string> skipped_;
  std::size_t rejected_ = 0;
};

inline const mapping::Capability& find(const mapping::DeviceDescription& device, std::string_view identity) {
  for (const mapping::Capability& capability : device.capabilities) {
    if (capability.identity == identity) return capability;
  }
  throw std::runtime_error("no capability " + std::string(identity));
}

inline std::string read(const mapping::Source& source, const mapping::Conversion& conversion,
                        std::string_view message) {
  mapping::Payload payload(message);
  const mapping::Scalar value = source.pointer ? payload.at(*source.pointer) : payload.whole();
  const auto text = conversion.to_acs(mapping::filtered(source.filters, value));
  return text ? *text : "(kept)";
}

// What an ACS sees once this message has come at the capability's address.
inline std::string shown(const mapping::Capability& capability, std::string_view message) {
  return read(capability.source.value(), capability.conversion, message);
}

// "topic payload" of what is sent when an ACS sets this.
inline std::string sent(const mapping::Capability& capability, std::string_view value) {
  const auto word = capability.conversion.to_device(value);
  if (!word) return "(refused)";
  const mapping::Sink& sink = capability.sink.value();
  for (const mapping::WordSink& other : sink.elsewhere) {
    if (other.word == *word) return other.address.text() + ' ' + other.payload.render({}, {});
  }
  const auto text = mapping::filtered(sink.filters, {mapping::Scalar::Kind::text, *word}).text;
  return sink.address.text() + ' ' + sink.payload.render(text, {});
}

// "class type unit", as words.
inline std::string shape(const mapping::Capability& capability) {
  constexpr const char* kClasses[] = {"BinaryControl",    "LevelControl", "EnumControl", "BinarySensor", "LevelSensor",
                                      "MultiLevelSensor", "EnumSensor",   "TextSensor",  "TextControl"};
  return std::string(kClasses[capability.kind]) + ' ' + capability.type + (capability.unit.empty() ? "" : " ") +
         capability.unit;
}

}  // namespace tests
