// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/discovery.hpp"

#include "adapters/mapping/values/device_json.hpp"
#include "adapters/mqtt/discovery/common/device_kind.hpp"

namespace adapters::mqtt::discovery {

Changes changes_by(Convention& convention, std::string_view topic, std::string_view payload, bool retained) {
  Changes changes = convention.message(topic, mapping::without_byte_order_mark(payload), retained);
  for (mapping::DeviceDescription& device : changes.described) complete(device);
  return changes;
}

}  // namespace adapters::mqtt::discovery
