// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.DeviceInfo.SupportedDataModel.{i}.: the one row that names the document which describes this tree.
// Spec: TR-181 Issue 2 Amendment 19, Device.DeviceInfo.SupportedDataModel.{i}.
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/gateway/own_parameters.hpp"

#include <string>
#include <string_view>

namespace proxy::gateway {

/// The path of the row, as a reference to it is written.
inline constexpr std::string_view kSupportedDataModelRow = "Device.DeviceInfo.SupportedDataModel.1";

class SupportedDataModel final : private OwnParameters::Dependencies {
 public:
  struct Facts {
    std::string url;   ///< empty: the document cannot be fetched
    std::string uuid;  ///< of the document
    std::string urn;   ///< of the data model that it imports
  };
  class Describer {
   public:
    /// What describes the tree as it is now.
    virtual Facts supported_data_model() const = 0;

   protected:
    ~Describer() = default;
  };

  /// Declares the table with its row. The store has its alias. URL, UUID and URN are read when they are asked for: the
  /// tree changes with the devices. Tree, store and describer outlive this object.
  SupportedDataModel(model::Tree& tree, state::Store& store, const Describer& describer);
  SupportedDataModel(const SupportedDataModel&) = delete;
  SupportedDataModel& operator=(const SupportedDataModel&) = delete;

 private:
  void read_live() override;

  model::Tree& tree_;
  const Describer& describer_;
  OwnParameters parameters_;
  model::Table* table_;
  model::ColumnIndex url_, uuid_, urn_;
  model::Row* row_;
};

}  // namespace proxy::gateway
