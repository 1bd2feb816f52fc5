// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/device_info/vendor_files.hpp"

#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/row_alias.hpp"
#include "proxy/gateway/text.hpp"

namespace proxy::gateway {

using model::Type;

VendorFiles::VendorFiles(model::Tree& tree, const state::Store& store, std::size_t log_size)
    : tree_(tree),
      store_(store),
      config_files_(tree.declare_table(tree.root(), {.name = "DeviceInfo.VendorConfigFile", .aliased = true}).value()) {
  columns_.name = tree.declare(*config_files_, {.name = "Name"}).value();
  columns_.version = tree.declare(*config_files_, {.name = "Version"}).value();
  columns_.date = tree.declare(*config_files_, {.name = "Date", .type = Type::date_time}).value();
  columns_.description = tree.declare(*config_files_, {.name = "Description"}).value();
  columns_.backup = tree.declare(*config_files_, {.name = "UseForBackupRestore", .type = Type::boolean}).value();

  model::Table* const logs =
      tree.declare_table(tree.root(), {.name = "DeviceInfo.VendorLogFile", .aliased = true}).value();
  tree.declare(*logs, {.name = "Name", .default_value = "tr069-proxyd"}).value();
  tree.declare(*logs, {.name = "MaximumSize", .type = Type::unsigned_int, .default_value = std::to_string(log_size)})
      .value();
  tree.declare(*logs, {.name = "Persistent", .type = Type::boolean}).value();
  add(*logs, kLog, model::Origin::start);
}

void VendorFiles::show(std::uint32_t number, const VendorConfigFile& file, model::Origin origin) {
  model::Row* row = config_files_->find(number);
  if (!row) row = &add(*config_files_, number, origin);
  tree_.set_value({row, columns_.name}, shortened(file.name, 64), origin);
  tree_.set_value({row, columns_.version}, shortened(file.version, 16), origin);
  tree_.set_value({row, columns_.date}, utc_text(file.date), origin);
  tree_.set_value({row, columns_.description}, shortened(file.description, 256), origin);
  tree_.set_value({row, columns_.backup}, file.backup ? "true" : "false", origin);
}

model::Row& VendorFiles::add(model::Table& table, std::uint32_t number, model::Origin origin) {
  model::Row& row = *tree_.add_row(table, number, origin).value();
  restore_alias(tree_, store_, row);
  return row;
}

void VendorFiles::hide(std::uint32_t number) {
  if (model::Row* const row = config_files_->find(number)) tree_.remove_row(*row, model::Origin::local);
}

}  // namespace proxy::gateway
