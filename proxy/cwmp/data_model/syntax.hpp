// SPDX-License-Identifier: Apache-2.0
#pragma once
// The syntax of a parameter as the schemas have it: its type, and what a SetParameterValues must keep to. It is what
// model::check_set() accepts, and nothing else.
// Spec: TR-106 Amendment 11, A.2.3 (data types), A.2.4 (facets)
// Thread: pure

#include "proxy/model/parameter.hpp"

#include <pugixml.hpp>

#include <cstdint>

namespace proxy::cwmp {

/// The language of a document.
enum class Schema : std::uint8_t { device_type, data_model };

/// What the definition of a standard string has beside its facets.
struct StringForm {
  bool is_list = false;             ///< of items with commas between them: our facets are of the whole text
  const char* data_type = nullptr;  ///< a type of TR-106 by name
};

/// Adds the element `syntax`. Nothing is added where the language has no such type: the device type has no decimal.
void add_syntax(pugi::xml_node parameter, const model::Parameter& info, Schema schema, StringForm form = {});

}  // namespace proxy::cwmp
