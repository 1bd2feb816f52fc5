// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/device_info/supported_data_model.hpp"

#include "proxy/gateway/row_alias.hpp"

#include <utility>

namespace proxy::gateway {
namespace {

constexpr std::uint32_t kNumber = 1;

}  // namespace

SupportedDataModel::SupportedDataModel(model::Tree& tree, state::Store& store, const Describer& describer)
    : tree_(tree),
      describer_(describer),
      parameters_(tree, store, *this),
      table_(tree.declare_table(tree.root(), {.name = "DeviceInfo.SupportedDataModel", .aliased = true}).value()) {
  const auto live = [&](const char* name) {
    return tree.declare(*table_, {.name = name, .live = true, .source = &parameters_}).value();
  };
  url_ = live("URL");
  uuid_ = live("UUID");
  urn_ = live("URN");
  tree.declare(*table_, {.name = "Features"}).value();
  row_ = tree.add_row(*table_, kNumber, model::Origin::start).value();
  restore_alias(tree, store, *row_);
}

/// The tree changes by what its devices are, which is reported elsewhere: the origin is the start.
void SupportedDataModel::read_live() {
  Facts facts = describer_.supported_data_model();
  tree_.set_value({row_, url_}, std::move(facts.url), model::Origin::start);
  tree_.set_value({row_, uuid_}, std::move(facts.uuid), model::Origin::start);
  tree_.set_value({row_, urn_}, std::move(facts.urn), model::Origin::start);
}

}  // namespace proxy::gateway
