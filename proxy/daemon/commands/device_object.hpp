// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tree says of a device: the parameters of its object in the standard shape, as the commands use them.
// Thread: loop

#include "proxy/model/tree.hpp"

#include <string>
#include <vector>

namespace proxy::daemon {

/// A row of IoTCapability. Type and unit are without the OUI of a vendor's word; what the row does not have is empty.
struct Capability {
  std::string name, type, unit, value;
  std::string path;  ///< of the parameter with the value
};

/// The value of the parameter; empty without one of this path.
std::string value_at(const model::Tree& tree, const std::string& path);

/// By the paths of their rows. `device` is the path of its object, without the final dot.
std::vector<Capability> capabilities_of(const model::Tree& tree, const std::string& device);

}  // namespace proxy::daemon
