// SPDX-License-Identifier: Apache-2.0
#pragma once
// The source of values that are counted, and read when an ACS asks for them. Nothing of it can be set.
// Thread: loop

#include "proxy/model/data_source.hpp"

namespace proxy::plugin {

class ReadOnlySource final : public model::DataSource {
 public:
  class Dependencies {
   public:
    /// Brings the live values up to date in the tree.
    virtual void read_live() = 0;

   protected:
    ~Dependencies() = default;
  };

  /// The dependencies outlive the source.
  explicit ReadOnlySource(Dependencies& dependencies) : dependencies_(dependencies) {}

  void refresh(std::span<const model::ParameterRef> parameters, std::function<void()> done) override;
  void check(std::span<const model::Assignment> assignments,
             std::function<void(std::vector<base::Error>)> done) override;
  void apply(std::span<const model::Assignment> assignments, model::Origin origin,
             std::function<void(base::Result<model::SetStatus>)> done) override;
  void add_row(model::Table& table, model::Origin origin, std::function<void(base::Result<model::Row*>)> done) override;
  void remove_row(model::Row& row, model::Origin origin,
                  std::function<void(base::Result<model::SetStatus>)> done) override;

 private:
  Dependencies& dependencies_;
};

}  // namespace proxy::plugin
