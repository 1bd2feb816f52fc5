// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.ManagementServer.InformParameter.{i}.: parameters that an ACS wants in Informs, besides the mandatory ones.
// The ACS creates the rows; they stay until the ACS deletes them or the endpoint is reset.
// Spec: TR-181 Issue 2 Amendment 17, Device.ManagementServer.InformParameter.{i}.
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/model/data_source.hpp"
#include "proxy/state/store.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::gateway {

class InformParameters final : public model::DataSource {
 public:
  static constexpr std::uint32_t kMaxRows = 64;
  /// The maximum of additional parameters in one Inform: the first ones in the order of the rows.
  static constexpr std::size_t kMaxParameters = 1000;

  /// Declares the table and creates the stored rows. `is_event` returns whether a text is an event ("2 PERIODIC").
  /// Tree and store outlive this object.
  InformParameters(model::Tree& tree, state::Store& store, std::function<bool(std::string_view)> is_event);
  InformParameters(const InformParameters&) = delete;
  InformParameters& operator=(const InformParameters&) = delete;

  /// The parameters that the rows add to an Inform with these events, each once. Requests live values from their
  /// sources; if a source does not answer at once, this Inform has the last value.
  std::vector<model::ParameterRef> parameters(std::span<const std::string_view> events) const;

  void refresh(std::span<const model::ParameterRef> parameters, std::function<void()> done) override;
  void check(std::span<const model::Assignment> assignments,
             std::function<void(std::vector<base::Error>)> done) override;
  void apply(std::span<const model::Assignment> assignments, model::Origin origin,
             std::function<void(base::Result<model::SetStatus>)> done) override;
  /// Never called: the table has no source, so that the tree itself creates and deletes its rows.
  void add_row(model::Table& table, model::Origin origin, std::function<void(base::Result<model::Row*>)> done) override;
  void remove_row(model::Row& row, model::Origin origin,
                  std::function<void(base::Result<model::SetStatus>)> done) override;

 private:
  void restore();
  bool is_asked_for(model::Row& row, std::span<const std::string_view> events) const;
  std::string_view value(model::Row& row, model::ColumnIndex column) const { return tree_.value({&row, column}); }
  std::string refusal(const model::Assignment& assignment) const;
  void refuse_same_names(std::span<const model::Assignment> assignments, std::vector<base::Error>& errors) const;

  model::Tree& tree_;
  state::Store& store_;
  const std::function<bool(std::string_view)> is_event_;
  model::Table* table_;
  model::ColumnIndex enable_, parameter_name_, event_list_;
};

/// Why the text is not the path of a parameter, in which wildcards may replace instance identifiers; empty: it is one.
std::string_view pattern_problem(const model::Tree& tree, std::string_view pattern);

}  // namespace proxy::gateway
