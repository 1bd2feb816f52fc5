// SPDX-License-Identifier: Apache-2.0
#include "tests/support/fake_host.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <optional>
#include <utility>

namespace tests::support {

namespace {

Node node_of(const char* key, const boost::json::value& value) {
  std::vector<Node> children;
  if (const auto* object = value.if_object()) {
    for (const auto& entry : *object) children.push_back(node_of(std::string(entry.key()).c_str(), entry.value()));
    return map(key, std::move(children));
  }
  if (const auto* array = value.if_array()) {
    for (const auto& entry : *array) children.push_back(node_of("", entry));
    return list(key, std::move(children));
  }
  const auto* text = value.if_string();
  return {key, text != nullptr ? std::string(*text) : boost::json::serialize(value)};
}

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

Node section_of(const std::string& json) { return node_of("", boost::json::parse(json)); }

FakeHost::FakeHost(const adapter_api& api, Node section) : api_(api), section_(std::move(section)) {
  flatten(section_);
  set_up_table();
}

FakeHost::~FakeHost() {
  if (started_) stop();
  if (adapter_ != nullptr) api_.destroy(adapter_);
}

uint32_t FakeHost::flatten(const Node& node) {
  const auto index = static_cast<uint32_t>(nodes_.size());
  const char* key = node.key.empty() ? nullptr : node.key.c_str();
  const char* scalar = node.kind == ADAPTER_NODE_SCALAR ? node.scalar.c_str() : nullptr;
  nodes_.push_back(
      {static_cast<uint32_t>(node.kind), key, scalar, "test.yaml", index + 1, 1, ADAPTER_NO_NODE, ADAPTER_NO_NODE});
  uint32_t before = ADAPTER_NO_NODE;
  for (const Node& child : node.children) {
    const uint32_t at = flatten(child);
    (before == ADAPTER_NO_NODE ? nodes_[index].first_child : nodes_[before].next) = at;
    before = at;
  }
  return index;
}

void FakeHost::set_up_table() {
  table_.abi_version = ADAPTER_ABI_VERSION;
  table_.struct_size = sizeof table_;
  table_.context = this;
  table_.name = "test";
  table_.oui = "00D09E";
  table_.config_dir = "";
  table_.log = [](void* context, uint32_t level, const char* message) {
    Record& record = self(context).record_;
    self(context).note([&] {
      record.lines.emplace_back(message);
      if (level >= ADAPTER_LOG_WARNING) record.warnings.emplace_back(message);
    });
  };
  table_.device = [](void* context, const adapter_device* device) {
    FakeHost& host = self(context);
    return host.note([&] {
      for (const auto& [handle, identity] : host.devices_) {
        if (identity == device->identity && host.declared_[handle].controller == device->controller) return handle;
      }
      host.devices_[host.next_] = device->identity;
      host.declared_[host.next_] = {.controller = device->controller, .protocol = device->protocol};
      return host.next_++;
    });
  };
  table_.notify_online = [](void*, adapter_handle, uint32_t) {};
  table_.report = [](void*, adapter_handle, adapter_handle, const adapter_report_rule*) {};
  table_.remove_device = [](void* context, adapter_handle device) {
    FakeHost& host = self(context);
    host.note([&] {
      const auto known = host.devices_.find(device);
      if (known == host.devices_.end()) return;
      host.forget(known->second + ".");
      host.record_.shown.erase(known->second);
      host.declared_.erase(device);
      host.devices_.erase(known);
    });
  };
  table_.declare_table = [](void* context, adapter_handle, const adapter_table* table) {
    FakeHost& host = self(context);
    return host.note([&] {
      host.record_.tables[table->name] = host.next_;
      return host.next_++;
    });
  };
  table_.declare = [](void* context, adapter_handle, const adapter_column* column) {
    FakeHost& host = self(context);
    return host.note([&] {
      host.names_[host.next_] = column->name;
      host.record_.columns[column->name] = host.next_;
      return host.next_++;
    });
  };
  table_.add_row = [](void* context, adapter_handle, adapter_handle, const char* identity) {
    FakeHost& host = self(context);
    return host.note([&] {
      host.names_[host.next_] = identity;
      host.record_.rows[identity] = host.next_;
      return host.next_++;
    });
  };
  table_.remove_row = [](void* context, adapter_handle row) {
    FakeHost& host = self(context);
    host.note([&] {
      const std::string identity = host.names_[row];
      host.record_.rows.erase(identity);
      host.record_.capabilities.erase(identity);
      host.forget(identity + ".");
    });
  };
  table_.publish = [](void* context, const adapter_value* values, size_t count) {
    self(context).publish(values, count, false);
  };
  table_.publish_retained = [](void* context, const adapter_value* values, size_t count) {
    self(context).publish(values, count, true);
  };
  table_.presence = [](void* context, adapter_handle row, uint32_t presence) {
    FakeHost& host = self(context);
    host.note([&] {
      if (row == ADAPTER_MOUNT) host.record_.mount_presence.push_back(presence);
      const auto device = host.devices_.find(row);
      if (device == host.devices_.end()) return;
      host.declared_[row].presence = presence;
      const auto shown = host.record_.shown.find(device->second);
      if (shown != host.record_.shown.end()) shown->second.presence = presence;
    });
  };
  table_.reply = [](void* context, adapter_token token, uint32_t status, const char* detail) {
    self(context).note([&] {
      self(context).record_.replies[token].push_back(status);
      self(context).record_.details[token] = detail == nullptr ? "" : detail;
    });
  };
  table_.rejected = [](void* context, const char* reason) {
    self(context).note([&] { self(context).record_.rejected.emplace_back(reason); });
  };
  set_up_shape();
}

void FakeHost::set_up_shape() {
  names_[ADAPTER_VALUE] = "value";
  table_.show_device = [](void* context, adapter_handle device, const adapter_device_facts* facts) {
    FakeHost& host = self(context);
    return host.note([&] {
      const std::string& identity = host.devices_.at(device);
      Shown& shown = host.record_.shown[identity] = host.declared_.at(device);
      shown.name = text_of(facts->name);
      shown.type = text_of(facts->type);
      shown.description = text_of(facts->description);
      host.record_.skipped.erase(identity);
      return host.row(identity);
    });
  };
  table_.capability = [](void* context, adapter_handle device, const adapter_capability* given) {
    FakeHost& host = self(context);
    return host.note([&]() -> adapter_handle {
      const auto known = host.devices_.find(device);
      if (known == host.devices_.end() || !host.record_.shown.contains(known->second)) {
        host.record_.rejected.emplace_back("a capability of a device that is not shown");
        return ADAPTER_NONE;
      }
      const std::string name = known->second + "." + given->identity;
      host.record_.capabilities[name] = {
          .kind = static_cast<adapter_capability_class>(given->capability_class),
          .name = text_of(given->name),
          .type = text_of(given->type),
          .unit = text_of(given->unit),
          .minimum = text_of(given->minimum),
          .maximum = text_of(given->maximum),
          .words = std::vector<std::string>(given->words, given->words + given->word_count),
          .notify = given->notify};
      return host.row(name);
    });
  };
  table_.known_capability = [](void*, adapter_handle, const adapter_capability*) {
    return adapter_handle{ADAPTER_NONE};
  };
  table_.contact = [](void* context, adapter_handle device) {
    FakeHost& host = self(context);
    host.note([&] { ++host.record_.contacts[host.devices_[device]]; });
  };
  table_.skipped = [](void* context, const char* identity, const char* reason) {
    FakeHost& host = self(context);
    host.note([&] {
      if (text_of(reason).empty()) {
        host.record_.skipped.erase(identity);
      } else {
        host.record_.skipped[identity] = reason;
      }
    });
  };
  table_.status = [](void* context, uint32_t condition, const char* text) {
    self(context).note(
        [&] { self(context).record_.statuses.push_back(std::to_string(condition) + " " + text_of(text)); });
  };
  table_.max_packet = [](void*, std::uint32_t) {};
  table_.broker = [](void* context, const adapter_broker* broker) {
    self(context).note([&] { self(context).record_.broker.push_back(broker->status); });
  };
}

adapter_handle FakeHost::row(const std::string& name) {
  const auto known = record_.rows.find(name);
  if (known != record_.rows.end()) return known->second;
  names_[next_] = name;
  return record_.rows[name] = next_++;
}

void FakeHost::publish(const adapter_value* values, size_t count, bool are_retained) {
  note([&] {
    for (size_t i = 0; i < count; ++i) {
      const std::string row = values[i].row == ADAPTER_MOUNT ? "" : names_[values[i].row] + ".";
      const std::string name = row + names_[values[i].column];
      record_.values[name].assign(values[i].text.data, values[i].text.size);
      if (are_retained) {
        record_.retained.insert(name);
      } else {
        record_.retained.erase(name);
      }
    }
  });
}

void FakeHost::forget(const std::string& prefix) {
  const auto is_below = [&](const auto& entry) { return entry.first.starts_with(prefix); };
  std::erase_if(record_.values, is_below);
  std::erase_if(record_.capabilities, is_below);
  std::erase_if(record_.rows, [&](const auto& entry) { return (entry.first + ".").starts_with(prefix); });
}

bool FakeHost::create() {
  const adapter_config config{nodes_.data(), static_cast<uint32_t>(nodes_.size())};
  const adapter_report report = [](void* context, uint32_t, const char* message) {
    self(context).record_.mistakes.emplace_back(message);
  };
  adapter_ = api_.create(&table_, &config, report, this);
  return adapter_ != nullptr;
}

void FakeHost::start() {
  if (api_.start(adapter_) != 0) throw std::runtime_error("the adapter does not start");
  started_ = true;
}

void FakeHost::stop() {
  api_.stop(adapter_);
  started_ = false;
}

void FakeHost::known_row(const std::string& table, const std::string& identity) {
  api_.known_row(adapter_, record().tables.at(table), identity.c_str());
}

void FakeHost::apply(adapter_token token, adapter_handle row, const std::string& column, const std::string& value) {
  const adapter_item item{token, row, record().columns.at(column), {value.data(), value.size()}};
  api_.apply(adapter_, &item, 1);
}

void FakeHost::set_capability(adapter_token token, const std::string& capability, const std::string& value) {
  const adapter_item item{token, record().rows.at(capability), ADAPTER_VALUE, {value.data(), value.size()}};
  api_.apply(adapter_, &item, 1);
}

FakeHost::Record FakeHost::record() const {
  const std::lock_guard lock(mutex_);
  return record_;
}

std::vector<std::string> mistakes_of(const adapter_api& api, const std::string& section) {
  FakeHost host(api, section_of(section));
  if (host.create()) throw std::runtime_error("the adapter takes " + section);
  return host.record().mistakes;
}

uint32_t wait_reply(FakeHost& host, adapter_token token, uint32_t not_this) {
  std::optional<uint32_t> reply;
  host.wait_until([&](const FakeHost::Record& record) {
    const auto replies = record.replies.find(token);
    if (replies == record.replies.end()) return false;
    for (const uint32_t status : replies->second) {
      if (!reply && status != not_this) reply = status;
    }
    return reply.has_value();
  });
  return *reply;
}

void wait_value(FakeHost& host, const std::string& name, const std::string& value) {
  host.wait_until([&](const FakeHost::Record& record) {
    const auto found = record.values.find(name);
    return found != record.values.end() && found->second == value;
  });
}

}  // namespace tests::support
