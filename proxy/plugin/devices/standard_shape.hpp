// SPDX-License-Identifier: Apache-2.0
#pragma once
// The columns of a device and of its capabilities in the standard shape. Rows of one kind share a shape, which is made
// once it is needed.
// Spec: TR-181 2.19, tr-181-2-iot.xml (IoT_ProxiedDeviceExtension, IoTCapability.{i}.)
// Thread: loop

#include "proxy/model/tree.hpp"
#include "proxy/plugin/devices/capability.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace proxy::plugin {

class StandardShape {
 public:
  /// The columns of a device's row, in their order. Alias is the first.
  static constexpr model::ColumnIndex kDeviceName = 1, kType = 2, kDescription = 3, kOnline = 4, kProtocol = 5,
                                      kCount = 6, kContact = 7, kPresence = 8;
  /// The first ones of a capability's row; then come the facts of its class, and Class, which never changes.
  static constexpr model::ColumnIndex kValue = 1, kName = 2, kChange = 3, kFirstFact = 4;

  /// `source` carries out what is set; `oui` is in the names of what TR-181 does not have.
  StandardShape(std::string oui, model::DataSource& source);

  /// `online`: the notification of Online until an ACS changes it.
  std::shared_ptr<model::Shape> device(model::Notification online);
  std::shared_ptr<model::Shape> capability(const Capability& of);

  /// The facts that are parameters of such a row, in the order of their columns.
  static std::vector<Fact> facts_of(const Capability& of);
  std::vector<Fact> facts_in(const model::Shape& shape) const;

 private:
  const std::string oui_;
  model::DataSource& source_;
  std::array<std::shared_ptr<model::Shape>, 3> devices_;  ///< by the notification of Online
  /// By which bounds are known: none, minimum, maximum or both.
  using Shapes = std::array<std::shared_ptr<model::Shape>, 4>;
  std::array<std::array<Shapes, 3>, 9> capabilities_;  ///< by class and notification
};

}  // namespace proxy::plugin
