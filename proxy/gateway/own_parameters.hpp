// SPDX-License-Identifier: Apache-2.0
#pragma once
// Single parameters of the tree that belong to the proxy itself. A set value wins over the configured value until the
// configuration changes or the endpoint is reset; a value from DHCP ranks between the two.
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/model/data_source.hpp"
#include "proxy/state/store.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace proxy::gateway {

class OwnParameters final : public model::DataSource {
 public:
  /// What the class that declares the parameters knows about them.
  class Dependencies {
   public:
    /// What is wrong with a value for one of the parameters; empty: nothing. Called while parameters are declared, too.
    virtual std::string refusal(const model::Assignment&) const { return {}; }
    /// Brings the values of live parameters up to date.
    virtual void read_live() {}
    /// Called after a set.
    virtual void changed() {}
    /// Carries the set out, whose values are in the tree: calls `done` once with what is wrong, and then the set is
    /// refused (9001), or with an empty text.
    virtual void carry_out(const std::function<void(std::string)>& done) { changed(), done({}); }
    /// What may refuse in carry_out().
    virtual model::Refuser refuser() const { return model::Refuser::none; }

   protected:
    ~Dependencies() = default;
  };

  /// Tree, store and dependencies outlive this object. This object outlives the sets and reads that come through the
  /// tree.
  OwnParameters(model::Tree& tree, state::Store& store, Dependencies& dependencies);

  /// Declares the parameter below `Device.`; its default_value is the configured value. A writable parameter takes its
  /// stored value. The caller of a set stores it, with Parameter::initial_value() as the configured value. Throws if
  /// the name is in use, which is a defect.
  model::ParameterRef declare(model::Parameter parameter);
  /// Declares a parameter that an ACS may set.
  model::ParameterRef declare_writable(std::string name, model::Type type, std::string configured,
                                       model::Constraints constraints);

  /// Uses a value from DHCP in place of the configured one, until the parameter is set, and again after a factory
  /// reset. The value must be valid for the parameter.
  void set_discovered(model::ParameterRef parameter, std::string value, model::Origin origin);
  /// Removes the set value, from the store too.
  void forget_set(model::ParameterRef parameter, model::Origin origin);
  bool is_set(model::ParameterRef parameter) const;

  void refresh(std::span<const model::ParameterRef> parameters, std::function<void()> done) override;
  void check(std::span<const model::Assignment> assignments,
             std::function<void(std::vector<base::Error>)> done) override;
  void apply(std::span<const model::Assignment> assignments, model::Origin origin,
             std::function<void(base::Result<model::SetStatus>)> done) override;
  model::Refuser refuser() const override { return dependencies_.refuser(); }
  /// There are no tables here: rejects with 9001.
  void add_row(model::Table& table, model::Origin origin, std::function<void(base::Result<model::Row*>)> done) override;
  void remove_row(model::Row& row, model::Origin origin,
                  std::function<void(base::Result<model::SetStatus>)> done) override;

 private:
  void restore(model::ParameterRef parameter);
  std::string unset_value(model::ParameterRef parameter) const;
  std::vector<base::Error> refusals(std::span<const model::Assignment> assignments) const;

  model::Tree& tree_;
  state::Store& store_;
  Dependencies& dependencies_;
  std::vector<std::pair<model::ParameterRef, std::string>> discovered_;
};

}  // namespace proxy::gateway
