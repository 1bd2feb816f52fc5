// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/outcome.hpp"

#include "proxy/model/path.hpp"

#include <string>

namespace proxy::cwmp {

base::Result<model::Selection> select(const model::Tree& tree, std::string_view path) {
  if (path.size() > model::kMaxPathLength) {
    // Shortened, as the path stands in the answer.
    return base::Error{base::Fault::invalid_parameter_name, std::string(path.substr(0, 32)),
                       "longer than 256 characters"};
  }
  return tree.select(path);
}

}  // namespace proxy::cwmp
