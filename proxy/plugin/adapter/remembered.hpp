// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the store knows about the parameters of one adapter, until each has appeared in the tree and taken its part.
// Thread: loop

#include "proxy/model/tree.hpp"
#include "proxy/sets/set_journal.hpp"
#include "proxy/state/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace proxy::plugin {

class Remembered {
 public:
  explicit Remembered(const state::Store& store) : store_(store) {}

  /// Reads what is stored below the prefix.
  void load(std::string_view prefix);
  void clear() { values_.clear(), sets_.clear(), attributes_.clear(); }
  bool empty() const { return values_.empty() && sets_.empty() && attributes_.empty(); }

  /// What take_value() would give; null if there is none.
  const std::string* value(const std::string& path) const;
  std::optional<std::string> take_value(const std::string& path);
  std::optional<state::SetValue> take_set(const std::string& path);
  std::optional<model::Attributes> take_attributes(const std::string& path);
  /// Gives the row the alias that the ACS gave it, unless another row has it by now, and that one's attributes.
  void restore_alias(model::Tree& tree, sets::SetJournal& journal, model::Row& row);
  /// The alias and the attributes of a row whose values the host alone has.
  void restore_row(model::Tree& tree, state::Store& store, model::Row& row);

 private:
  template <class Of>
  using ByPath = std::unordered_map<std::string, Of>;

  const state::Store& store_;
  ByPath<std::string> values_;
  ByPath<state::SetValue> sets_;
  ByPath<model::Attributes> attributes_;
};

}  // namespace proxy::plugin
