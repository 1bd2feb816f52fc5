// SPDX-License-Identifier: Apache-2.0
#pragma once
// The alias that an ACS has given a row of the proxy's own.
// Thread: loop

#include "proxy/model/tree.hpp"
#include "proxy/state/store.hpp"

namespace proxy::gateway {

/// Gives a row that was just added its stored alias, if there is one and no other row has taken it.
void restore_alias(model::Tree& tree, const state::Store& store, model::Row& row);

}  // namespace proxy::gateway
