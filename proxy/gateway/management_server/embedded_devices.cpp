// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/management_server/embedded_devices.hpp"

#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/device_info/supported_data_model.hpp"
#include "proxy/gateway/text.hpp"
#include "proxy/model/vendor_word.hpp"

#include <utility>

namespace proxy::gateway {
namespace {

using model::Type;

constexpr std::size_t kMaxIdentityLength = 256;
constexpr std::size_t kMaxMessageLength = 1024;
/// Separates controller and identity in the store's key of a device. No controller's name contains it.
constexpr char kSeparator = '\x1f';

std::string_view without_final_dot(std::string_view path) {
  if (path.ends_with('.')) path.remove_suffix(1);
  return path;
}

std::string stored_identity(const EmbeddedDevice& device) {
  std::string text(device.controller);
  text += kSeparator;
  text += device.identity;
  return text;
}

}  // namespace

EmbeddedDevices::EmbeddedDevices(model::Tree& tree, state::Store& store, std::string oui)
    : tree_(tree),
      store_(store),
      oui_(std::move(oui)),
      table_(tree.declare_table(tree.root(), {.name = "ManagementServer.EmbeddedDevice",
                                              .count_notification = model::Notification::active})
                 .value()),
      table_path_(tree.path(*table_)) {
  declare_columns();
}

void EmbeddedDevices::declare_columns() {
  columns_.controller = declare({.name = "ControllerID"});
  columns_.identity = declare({.name = "ProxiedDeviceID"});
  columns_.reference = declare({.name = "Reference", .reference = true});
  declare({.name = "SupportedDataModel", .reference = true, .default_value = std::string(kSupportedDataModelRow)});
  declare({.name = "Host"});
  columns_.protocol = declare({.name = "ProxyProtocol"});
  declare({.name = "ProxyProtocolReference"});
  columns_.command = declare({.name = "CommandProcessed", .default_value = "Success"});
  columns_.message = declare({.name = "CommandProcessingErrMsg"});
  columns_.synced = declare({.name = "LastSyncTime", .type = Type::date_time});
  columns_.presence = declare({.name = "X_" + oui_ + "_Presence",
                               .description = "Online, Offline, Silent (nothing was received for too long) or Unknown.",
                               .default_value = "Unknown"});
}

model::ColumnIndex EmbeddedDevices::declare(model::Parameter parameter) {
  return tree_.declare(*table_, std::move(parameter)).value();
}

EmbeddedDevices::Key EmbeddedDevices::add(const EmbeddedDevice& device, model::Origin origin) {
  const Key key = store_.rows.number(table_path_, stored_identity(device));
  if (table_->find(key)) return key;
  tree_.add_row(*table_, key, origin).value();
  set(key, columns_.controller, shortened(device.controller, kMaxIdentityLength), model::Origin::start);
  set(key, columns_.identity, shortened(device.identity, kMaxIdentityLength), model::Origin::start);
  set(key, columns_.protocol, model::proxy_protocol(oui_, device.protocol), model::Origin::start);
  return key;
}

void EmbeddedDevices::remove(Key key) {
  model::Row* row = table_->find(key);
  if (!row) return;
  tree_.remove_row(*row, model::Origin::device);
  store_.mark_absent(table_path_, key);
}

void EmbeddedDevices::set(Key key, model::ColumnIndex column, std::string value, model::Origin origin) {
  if (model::Row* row = table_->find(key)) tree_.set_value({row, column}, std::move(value), origin);
}

void EmbeddedDevices::set_reference(Key key, std::string_view row_path) {
  set(key, columns_.reference, std::string(without_final_dot(row_path)), model::Origin::local);
}

void EmbeddedDevices::set_command_state(Key key, model::CommandState state, std::string_view message) {
  set(key, columns_.command, std::string(to_string(state)), model::Origin::local);
  set(key, columns_.message, shortened(message, kMaxMessageLength), model::Origin::local);
}

void EmbeddedDevices::synced(Key key, base::SystemTime time) {
  set(key, columns_.synced, utc_text(time), model::Origin::local);
}

void EmbeddedDevices::set_presence(Key key, std::string_view word, model::Origin origin) {
  set(key, columns_.presence, std::string(word), origin);
}

}  // namespace proxy::gateway
