// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/proxied_devices.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/path.hpp"
#include "proxy/model/vendor_word.hpp"
#include "proxy/plugin/abi/board/handles.hpp"

#include <algorithm>
#include <utility>

namespace proxy::plugin {
namespace {

using model::ColumnIndex;
using model::Notification;
using model::Origin;
using model::Type;

constexpr std::size_t kMaxDescription = 256;
/// Between the texts of a device as the store has it: a character that stands in none of them.
constexpr char kSeparator = '\x1f';

std::string text_of(const DeviceFacts& facts) {
  std::string text = facts.adapter;
  for (const std::string* part : {&facts.protocol, &facts.name, &facts.type, &facts.description}) {
    text.append(1, kSeparator).append(*part);
  }
  text.append(1, kSeparator).append(std::to_string(static_cast<unsigned>(facts.online)));
  return text;
}

DeviceFacts facts_of(std::string_view text) {
  DeviceFacts facts;
  for (std::string* part : {&facts.adapter, &facts.protocol, &facts.name, &facts.type, &facts.description}) {
    const auto end = std::min(text.find(kSeparator), text.size());
    *part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (text == "0") facts.online = Notification::off;
  if (text == "1") facts.online = Notification::passive;
  return facts;
}

}  // namespace

ProxiedDevices::ProxiedDevices(model::Tree& tree, state::Store& store, model::DataSource& source, std::string oui)
    : tree_(tree),
      store_(store),
      journal_(store),
      oui_(std::move(oui)),
      shape_(oui_, source),
      name_("X_" + oui_ + "_ProxiedDevice"),
      path_(std::string(model::kRoot) + name_ + "."),
      remembered_(store) {}

// ---- declaring ------------------------------------------------------------------------------------------------------

void ProxiedDevices::declare() {
  if (table_ != nullptr) return;
  table_ =
      tree_
          .declare_table(tree_.root(), {.name = name_,
                                        .count_notification = Notification::active,
                                        .shape = shape_.device(Notification::active),
                                        .description = "One row for each device behind the gateway, of any adapter."})
          .value();
  restore_count();
}

/// The table appears with its first row, perhaps long after the start: what an ACS has set at its count comes with it.
void ProxiedDevices::restore_count() {
  const std::string path = std::string(model::kRoot) + name_ + "NumberOfEntries";
  const auto count = tree_.find(path);
  for (const state::StoredAttributes& stored : store_.attributes.all(path)) {
    if (count && stored.path == path)
      tree_.set_attributes(*count, {static_cast<Notification>(stored.notification), stored.subscriber_may_write});
  }
}

// ---- the store ------------------------------------------------------------------------------------------------------

std::string ProxiedDevices::stored_identity(const DeviceId& id) { return id.controller + kSeparator + id.identity; }

std::string ProxiedDevices::capabilities_path(std::uint32_t device) const {
  return path_ + std::to_string(device) + ".IoTCapability.";
}

std::uint32_t ProxiedDevices::number(std::uint32_t device, const Capability& of) {
  return store_.rows.number(capabilities_path(device), of.identity);
}

std::vector<ProxiedDevices::KnownDevice> ProxiedDevices::known(const std::string& adapter) {
  remembered_.load(path_);
  std::vector<KnownDevice> known;
  for (const state::StoredRow& row : store_.rows.all(path_)) {
    const std::string path = path_ + std::to_string(row.number) + ".";
    const std::string* const text = row.present ? remembered_.value(path) : nullptr;
    const auto end = row.identity.find(kSeparator);
    if (text == nullptr || end == std::string::npos) continue;
    KnownDevice found{row.number, {row.identity.substr(0, end), row.identity.substr(end + 1)}, facts_of(*text)};
    if (found.facts.adapter != adapter) continue;
    remembered_.take_value(path);
    known.push_back(std::move(found));
  }
  return known;
}

ProxiedDevices::KnownCapabilities ProxiedDevices::known_capabilities(const model::Row& row) {
  KnownCapabilities known;
  const std::string table = capabilities_path(row.number());
  for (const state::StoredRow& stored : store_.rows.all(table)) {
    const auto text = remembered_.take_value(table + std::to_string(stored.number) + ".");
    auto found = stored.present && text ? remembered_capability(stored.identity, *text) : std::nullopt;
    if (found && is_shown_again(table + std::to_string(stored.number) + ".", *found)) {
      known.shown.push_back({stored.number, std::move(*found)});
    } else {
      known.are_all = false;
    }
  }
  return known;
}

/// A sensor that no run has had a value of waits for its first one.
bool ProxiedDevices::is_shown_again(const std::string& row, const Capability& of) const {
  const CapabilityClass& info = class_of(of.kind);
  return info.writable || remembered_.value(row + class_name(oui_, of.kind) + "." + std::string(info.value)) != nullptr;
}

void ProxiedDevices::recall(std::uint32_t device) { remembered_.load(path_ + std::to_string(device) + "."); }

void ProxiedDevices::recall(std::uint32_t device, std::uint32_t capability) {
  remembered_.load(capabilities_path(device) + std::to_string(capability) + ".");
}

void ProxiedDevices::remember(const model::Row& row, const DeviceFacts& facts) {
  unsaved_.push_back({tree_.path(row), text_of(facts)});
}

void ProxiedDevices::remember(const model::Row& row, const Capability& of) {
  unsaved_.push_back({tree_.path(row), remembered_text(of)});
}

void ProxiedDevices::save() {
  if (unsaved_.empty()) return;
  const auto texts = std::exchange(unsaved_, {});
  if (const auto error = store_.last_values.save(texts)) {
    base::log::warning("plugin.devices.not_stored", "the list of devices could not be stored: {}", error.message());
  }
}

// ---- rows -----------------------------------------------------------------------------------------------------------

model::Row* ProxiedDevices::add(std::uint32_t number, const DeviceFacts& facts, Origin origin) {
  declare();
  const auto added = tree_.add_row(*table_, number, origin, shape_.device(facts.online));
  if (!added) return nullptr;
  model::Row& row = **added;
  (void)tree_.declare_table(row,
                            {.name = "IoTCapability",
                             .shape = shape_.capability(Capability{}),
                             .description = "One row for each function of the device, as TR-181's IoTCapability.{i}."});
  tree_.set_value({&row, StandardShape::kDeviceName}, facts.name, Origin::start);
  restore(row);
  restore_name(row, StandardShape::kDeviceName, facts.name);
  update(row, facts, Origin::start);
  return &row;
}

model::Row* ProxiedDevices::add(model::Row& parent, std::uint32_t number, const Capability& from, Origin origin) {
  const auto added = tree_.add_row(*parent.tables().front(), number, origin, shape_.capability(from));
  if (!added) return nullptr;
  model::Row& row = **added;
  tree_.set_value({&row, StandardShape::kName}, from.name, Origin::start);
  restore(row);
  restore_name(row, StandardShape::kName, from.name);
  update(row, from, Origin::start);
  return &row;
}

bool ProxiedDevices::set(model::Row& row, ColumnIndex column, const std::string& text, Origin origin) {
  const model::ParameterRef parameter{&row, column};
  if (tree_.has_value(parameter) ? tree_.stored_value(parameter) == text : text.empty()) return false;
  tree_.set_value(parameter, text, origin);
  return true;
}

bool ProxiedDevices::update(model::Row& row, const DeviceFacts& facts, Origin origin) {
  auto shape = shape_.device(facts.online);
  bool changed = &row.shape() != shape.get();
  if (changed) tree_.set_shape(row, std::move(shape));
  changed |= set_name(row, StandardShape::kDeviceName, facts.name, origin);
  changed |= set(row, StandardShape::kType, facts.type, origin);
  changed |= set(row, StandardShape::kDescription, model::shortened(facts.description, kMaxDescription), origin);
  changed |= set(row, StandardShape::kProtocol, model::proxy_protocol(oui_, facts.protocol), origin);
  return changed;
}

bool ProxiedDevices::update(model::Row& row, const Capability& from, Origin origin) {
  auto shape = shape_.capability(from);
  bool changed = &row.shape() != shape.get();
  if (changed) tree_.set_shape(row, std::move(shape));
  changed |= set_name(row, StandardShape::kName, from.name, origin);
  ColumnIndex column = StandardShape::kFirstFact;
  for (const Fact fact : StandardShape::facts_of(from)) {
    changed |= set(row, column++, from.fact(fact), origin);
  }
  return changed;
}

void ProxiedDevices::set_presence(model::Row& row, adapter_presence presence, Origin origin) {
  set(row, StandardShape::kOnline, presence == ADAPTER_ONLINE ? "true" : "false", origin);
  set(row, StandardShape::kPresence, std::string(presence_word(presence)), origin);
}

adapter_presence ProxiedDevices::recall_presence(model::Row& row) {
  const auto contact = remembered_.take_value(tree_.path({&row, StandardShape::kContact}));
  const auto time = contact ? model::canonical(Type::date_time, *contact) : std::nullopt;
  if (time) set(row, StandardShape::kContact, *time, Origin::start);
  const auto word = remembered_.take_value(tree_.path({&row, StandardShape::kPresence}));
  return word ? presence_of_word(*word) : ADAPTER_UNKNOWN;
}

void ProxiedDevices::collect_presence(const model::Row& row, adapter_presence presence,
                                      std::vector<state::PathValue>& values) const {
  const model::ParameterRef contact{const_cast<model::Row*>(&row), StandardShape::kContact};
  if (tree_.has_value(contact)) values.push_back({tree_.path(contact), std::string(tree_.stored_value(contact))});
  values.push_back({tree_.path({contact.row, StandardShape::kPresence}), std::string(presence_word(presence))});
}

void ProxiedDevices::set_contacted(model::Row& row, base::SystemTime time) {
  set(row, StandardShape::kContact, model::utc_text(time), Origin::start);
}

void ProxiedDevices::set_changed(model::Row& row, base::SystemTime time) {
  set(row, StandardShape::kChange, model::utc_text(time), Origin::device);
}

void ProxiedDevices::tell_count(std::size_t before) {
  const auto number = tree_.find("Device." + name_ + "NumberOfEntries");
  if (before == count() || !number) return;
  tree_.set_value(*number, std::to_string(before), Origin::start);
  tree_.set_value(*number, std::to_string(count()), Origin::local);
}

std::string ProxiedDevices::problem(model::ParameterRef parameter, std::string_view text) const {
  if (parameter.info().source_key != ADAPTER_VALUE) return {};
  ColumnIndex column = StandardShape::kFirstFact;
  for (const Fact fact : shape_.facts_in(parameter.row->shape())) {
    const model::ParameterRef limit{parameter.row, column++};
    if (!tree_.has_value(limit)) continue;
    const std::string_view bound = tree_.stored_value(limit);
    if (fact == Fact::minimum && model::compare_numbers(text, bound) < 0)
      return "the value is below " + std::string(bound);
    if (fact == Fact::maximum && model::compare_numbers(text, bound) > 0)
      return "the value is above " + std::string(bound);
    if (fact == Fact::words && !bound.empty() && !is_item_of(bound, text))
      return "the value is not one of " + std::string(bound);
  }
  return {};
}

// ---- names, and what an ACS did -------------------------------------------------------------------------------------

bool ProxiedDevices::is_name(model::ParameterRef parameter) { return parameter.info().source_key == kNameColumn; }

std::string ProxiedDevices::own_name(model::ParameterRef parameter) const {
  const auto set = store_.set_values.find(tree_.path(parameter));
  return set ? set->configured : std::string(tree_.stored_value(parameter));
}

/// The name that an ACS gave holds until the device's own changes.
bool ProxiedDevices::set_name(model::Row& row, ColumnIndex column, const std::string& own, Origin origin) {
  const model::ParameterRef parameter{&row, column};
  if (tree_.stored_value(parameter) == own || own_name(parameter) == own) return false;
  journal_.outdated(tree_.path(parameter));
  tree_.set_value(parameter, own, origin);
  return true;
}

void ProxiedDevices::restore_name(model::Row& row, ColumnIndex column, const std::string& own) {
  if (remembered_.empty()) return;
  const model::ParameterRef parameter{&row, column};
  const auto set = remembered_.take_set(tree_.path(parameter));
  if (!set) return;
  if (set->configured == own) {
    tree_.set_value(parameter, set->value, Origin::start);
  } else {
    journal_.outdated(set->path);
  }
}

void ProxiedDevices::restore(model::Row& row) {
  if (remembered_.empty()) return;
  remembered_.restore_alias(tree_, journal_, row);
  for (ColumnIndex column = 0; column < row.shape().columns.size(); ++column) {
    const model::ParameterRef parameter{&row, column};
    if (const auto attributes = remembered_.take_attributes(tree_.path(parameter))) {
      tree_.set_attributes(parameter, *attributes);
    }
  }
}

}  // namespace proxy::plugin
