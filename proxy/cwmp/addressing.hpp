// SPDX-License-Identifier: Apache-2.0
#pragma once
// How rows are addressed: by their numbers or by their aliases, as the ACS has chosen.
// Spec: TR-069 Amendment 6, 3.6.1, A.3.2.1; TR-181, Device.ManagementServer.InstanceMode and AutoCreateInstances
// Thread: as the tree

#include "proxy/model/tree.hpp"

#include <string_view>

namespace proxy::cwmp {

/// How paths that we make name rows.
model::Naming instance_mode(const model::Tree& tree);
/// How the answer to a path of a request names the rows that the path itself does not: as above, and by aliases if the
/// path has one.
inline model::Naming naming_below(std::string_view path, model::Naming mode) {
  return path.find('[') == std::string_view::npos ? mode : model::Naming::aliases;
}
/// A set makes the rows that it names by an alias yet unknown.
bool auto_creates_instances(const model::Tree& tree);

/// A row that is not there, named by an alias that is legal.
struct MissingRow {
  model::Table* table = nullptr;
  std::string_view path;   ///< of the row, with the final dot: the first part of what was given
  std::string_view alias;  ///< in it
  std::string_view below;  ///< the rest
};
/// The first row of the path that is not there; a null table unless all before it is, and it could be made.
MissingRow missing_row(const model::Tree& tree, std::string_view path);

/// A parameter's value as it stands in an answer: a reference names rows as the answer does.
template <class Sink>
void write_text_of(Sink& sink, const model::Tree& tree, model::ParameterRef parameter, model::Naming naming) {
  const std::string_view value = tree.value(parameter);
  if (naming == model::Naming::aliases && parameter.info().reference) return sink.text(tree.with_aliases(value));
  sink.text(value);
}

}  // namespace proxy::cwmp
