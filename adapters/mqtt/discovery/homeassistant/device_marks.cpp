// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homeassistant/device_marks.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include "adapters/mqtt/discovery/common/document.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxMarks = 16;  // of one component

/// A MAC, however it is written, as "aabbccddeeff"; any other text as it is.
std::string mark_of(std::string_view text) {
  constexpr std::size_t kDigits = 12;
  std::string digits;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool is_digit = (lower >= '0' && lower <= '9') || (lower >= 'a' && lower <= 'f');
    if (is_digit) {
      digits += lower;
    } else if (c != ':' && c != '-' && c != '.') {
      return std::string(text);
    }
  }
  return digits.size() == kDigits ? digits : std::string(text);
}

/// The words of a list of [kind, value]: a MAC alone, anything else with its kind.
std::vector<std::string> connections_of(const json::object& device) {
  std::vector<std::string> connections;
  const json::value* const list = device.if_contains("connections");
  if (list == nullptr || !list->is_array()) return connections;
  for (const json::value& member : list->get_array()) {
    const json::array* const pair = member.if_array();
    if (pair == nullptr || pair->size() != 2 || connections.size() == kMaxMarks) continue;
    const std::string value = text_of(pair->at(1));
    if (value.empty()) continue;
    const std::string mark = mark_of(value);
    connections.push_back(mark == value && text_of(pair->at(0)) != "mac" ? text_of(pair->at(0)) + ' ' + value : mark);
  }
  return connections;
}

class Groups {
 public:
  explicit Groups(std::size_t count) : leader_(count) { std::iota(leader_.begin(), leader_.end(), 0U); }
  std::size_t leader(std::size_t member) const {
    while (leader_[member] != member) member = leader_[member];
    return member;
  }
  void join(std::size_t one, std::size_t other) { leader_[leader(one)] = leader(other); }

 private:
  std::vector<std::size_t> leader_;
};

}  // namespace

void read_marks(const json::object* device, Entity& entity) {
  entity.device = entity.identity;
  entity.known_by = KnownBy::itself;
  if (device != nullptr) {
    const std::vector<std::string> connections = connections_of(*device);
    const std::vector<std::string> identifiers = texts_at(*device, "identifiers");
    entity.marks = connections;
    for (const std::string& identifier : identifiers) {
      if (entity.marks.size() == 2 * kMaxMarks) break;
      entity.marks.push_back(mark_of(identifier));
    }
    if (!identifiers.empty()) {
      entity.device = identifiers.front();
      entity.known_by = KnownBy::identifier;
    } else if (!connections.empty()) {
      entity.device = connections.front();
      entity.known_by = KnownBy::connection;
    }
  }
  if (entity.marks.empty()) entity.marks.push_back(mark_of(entity.identity));
}

void join_by_marks(const std::vector<Entity*>& entities) {
  Groups groups(entities.size());
  std::map<std::string_view, std::size_t> holders;
  for (std::size_t i = 0; i < entities.size(); ++i) {
    for (const std::string& mark : entities[i]->marks) {
      const auto [holder, is_new] = holders.try_emplace(mark, i);
      if (!is_new) groups.join(i, holder->second);
    }
  }
  std::vector<const Entity*> first(entities.size());
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const Entity*& best = first[groups.leader(i)];
    const auto rank = [](const Entity& entity) { return std::tie(entity.known_by, entity.device); };
    if (best == nullptr || rank(*entities[i]) < rank(*best)) best = entities[i];
  }
  for (std::size_t i = 0; i < entities.size(); ++i) entities[i]->joined = first[groups.leader(i)]->device;
}

}  // namespace adapters::mqtt::discovery
