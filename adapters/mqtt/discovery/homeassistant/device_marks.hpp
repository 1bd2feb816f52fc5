// SPDX-License-Identifier: Apache-2.0
#pragma once
// By what the components of one device find one another: its identifiers and connections.
// Spec: https://developers.home-assistant.io/docs/device_registry_index
// Thread: pure

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "adapters/mqtt/discovery/homeassistant/entity.hpp"

namespace adapters::mqtt::discovery {

/// Fills `device`, `known_by` and `marks` of the entity, whose identity is known. device: the member of the
/// announcement, null without one.
void read_marks(const boost::json::object* device, Entity& entity);

/// Gives all entities with a common mark the same `joined`: the first of their identities that are identifiers, in
/// the order of the alphabet, so that it does not depend on which is announced first; without one of their connections.
void join_by_marks(const std::vector<Entity*>& entities);

}  // namespace adapters::mqtt::discovery
