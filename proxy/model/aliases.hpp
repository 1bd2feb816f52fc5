// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a set of several aliases must observe together.
// Spec: TR-106, data type Alias; TR-069 Amendment 6, 3.6.1
// Thread: loop

#include "proxy/model/data_source.hpp"

#include <span>
#include <vector>

namespace proxy::model {

/// An error for each alias among the assignments that another row of the table has, unless that row gets another one
/// with them; that two rows would get; or that is what we call the row of another number. 9007.
std::vector<base::Error> check_aliases(std::span<const Assignment> assignments);

}  // namespace proxy::model
