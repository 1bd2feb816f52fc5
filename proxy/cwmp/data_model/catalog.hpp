// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a tree has, with each table described once: the objects by their names with {i}, and their parameters. Rows
// whose columns differ are brought together.
// Spec: TR-106 Amendment 11, Annex A and B (object names, access, minEntries and maxEntries)
// Thread: as the tree

#include "proxy/model/tree.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace proxy::cwmp {

struct CatalogParameter {
  /// Where declarations of one name differ: of a type that has the values of all, and accepting what any accepts.
  model::Parameter info;
  bool differs = false;          ///< they do
  bool counts_rows = false;      ///< it is the NumberOfEntries of a table
  std::string description = {};  ///< empty: nothing is known
};

struct CatalogObject {
  bool is_table = false;
  bool creatable = false;
  bool is_optional = false;          ///< a single object that some rows lack
  bool aliased = false;              ///< of a table
  std::uint32_t max_rows = 0;        ///< of a table; 0 for no limit
  std::string count_parameter = {};  ///< of a table, in the object above
  std::string description = {};      ///< empty: nothing is known
  std::map<std::string, CatalogParameter, std::less<>> parameters = {};
};

/// By name: "Device.", "Device.ManagementServer.EmbeddedDevice.{i}.". An object comes after the one above it.
using Catalog = std::map<std::string, CatalogObject, std::less<>>;

Catalog catalog_of(model::Tree& tree);

/// Whether the name is a vendor's: one of its parts begins with X_.
bool is_vendor_name(std::string_view path);

}  // namespace proxy::cwmp
