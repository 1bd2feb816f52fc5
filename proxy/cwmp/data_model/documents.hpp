// SPDX-License-Identifier: Apache-2.0
#pragma once
// The two documents that describe a tree as it is. The device type says which objects and parameters there are; it only
// refers to their definitions. The data model that it imports defines those of the vendor, whose names begin with X_,
// on top of the root data model of TR-181, which it imports by name.
// Spec: TR-106 Amendment 11, Annex A (DM Schema 1.9) and Annex B (DT Schema 1.6); TR-181 DeviceInfo.SupportedDataModel.
// Thread: as the tree

#include "proxy/model/tree.hpp"

#include <string>
#include <string_view>

namespace proxy::cwmp {

/// The names of the documents. They are in one folder: the device type names the data model by this name alone.
inline constexpr std::string_view kDeviceTypeFile = "device-type.xml";
inline constexpr std::string_view kDataModelFile = "data-model.xml";

/// Whose tree it is.
struct ModelOwner {
  std::string oui;            ///< six hexadecimal digits
  std::string product_class;  ///< may be empty
};

struct ModelDocuments {
  std::string device_type;
  std::string data_model;
  std::string uuid;  ///< of the device type: other content has another UUID, and equal content the same
  std::string urn;   ///< the `spec` of the data model, likewise from its content
};

/// Everything of the tree is described once, however many rows there are. No value of a parameter goes in.
ModelDocuments describe(model::Tree& tree, const ModelOwner& owner);

}  // namespace proxy::cwmp
