// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/overview/broker_table.hpp"

#include <utility>

namespace proxy::plugin {
namespace {

using model::ColumnIndex;
using model::Origin;
using model::Type;

constexpr std::string_view kConnected = "Connected";
constexpr std::string_view kConnecting = "Connecting";
constexpr std::size_t kMaxName = 64;

/// The columns of a row, in their order. Alias is the first.
enum Column : ColumnIndex {
  name = 1,
  enable,
  status,
  version,
  address,
  port,
  transport,
  clean,
  keep_alive,
  client_id,
  username,
  max_packet,
  established,
  errors
};

}  // namespace

void BrokerTable::declare() {
  if (table_ != nullptr) return;
  auto shape = model::make_shape({{.name = "Alias", .writable = true, .alias = true},
                                  {.name = "Name"},
                                  {.name = "Enable", .type = Type::boolean, .default_value = "true"},
                                  {.name = "Status", .default_value = std::string(kConnecting)},
                                  {.name = "ProtocolVersion"},
                                  {.name = "BrokerAddress"},
                                  {.name = "BrokerPort", .type = Type::unsigned_int},
                                  {.name = "TransportProtocol", .default_value = "TCP/IP"},
                                  {.name = "CleanSession", .type = Type::boolean},
                                  {.name = "KeepAliveTime", .type = Type::unsigned_int},
                                  {.name = "ClientID"},
                                  {.name = "Username"},
                                  {.name = "MaximumPacketSize", .type = Type::unsigned_int},
                                  {.name = "Stats.BrokerConnectionEstablished", .type = Type::date_time},
                                  {.name = "Stats.ConnectionErrors", .type = Type::unsigned_int}});
  table_ = tree_.declare_table(tree_.root(), {.name = "MQTT.Client", .shape = std::move(shape)}).value();
  const auto constant = [this](const char* path, const char* value) {
    (void)tree_.declare(tree_.root(), {.name = path, .default_value = value});
  };
  constant("MQTT.Capabilities.ProtocolVersionsSupported", "3.1.1,5.0");
  constant("MQTT.Capabilities.TransportProtocolSupported", "TCP/IP,TLS");
}

model::Row& BrokerTable::row_of(const std::string& adapter) {
  if (model::Row* const shown = in_tree_.find(adapter)) return *shown;
  declare();
  model::Row& row = in_tree_.add(*table_, adapter);
  tree_.set_value({&row, Column::name}, model::shortened(adapter, kMaxName), Origin::start);
  in_tree_.restore(row);
  return row;
}

void BrokerTable::show(const std::string& adapter, const BrokerFacts& facts) {
  model::Row& row = row_of(adapter);
  const auto put = [&](Column column, std::string value, Origin origin) {
    tree_.set_value({&row, column}, std::move(value), origin);
  };
  put(Column::version, facts.version, Origin::start);
  put(Column::address, facts.address, Origin::start);
  put(Column::port, std::to_string(facts.port), Origin::start);
  put(Column::transport, facts.tls ? "TLS" : "TCP/IP", Origin::start);
  put(Column::clean, facts.clean_session ? "true" : "false", Origin::start);
  put(Column::keep_alive, std::to_string(facts.keep_alive_s), Origin::start);
  put(Column::client_id, facts.client_id, Origin::start);
  put(Column::username, facts.username, Origin::start);
  put(Column::max_packet, std::to_string(facts.max_packet), Origin::start);
  const bool is_news = tree_.value({&row, Column::status}) != facts.status;
  if (is_news && facts.status == kConnected) {
    put(Column::established, model::utc_text(clock_.system_now()), Origin::start);
  } else if (facts.status != kConnected && facts.status != kConnecting) {
    const std::string before(tree_.value({&row, Column::errors}));
    put(Column::errors, std::to_string(std::stoul(before) + 1), Origin::start);
  }
  put(Column::status, std::string(facts.status), Origin::local);
}

std::vector<BrokerState> BrokerTable::states() const {
  std::vector<BrokerState> all;
  if (table_ == nullptr) return all;
  for (const auto& row : table_->rows()) {
    const auto text = [&](Column column) { return std::string(tree_.value({row.get(), column})); };
    all.push_back(
        {text(Column::name), text(Column::status), text(Column::version), std::stoul(text(Column::max_packet))});
  }
  return all;
}

}  // namespace proxy::plugin
