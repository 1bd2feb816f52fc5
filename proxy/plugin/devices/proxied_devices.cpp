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

constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxDescription = 256;
/// Between the texts of a device as the store has it: a character that stands in none of them.
constexpr char kSeparator = '\x1f';

/// The columns of a device's row, in their order. Alias is the first.
namespace device {
enum Column : ColumnIndex { name = 1, type, description, online, protocol, count, contact, presence };
}
/// The first ones of a capability's row; then come the facts of its class, and Class, which never changes.
namespace capability {
enum Column : ColumnIndex { value = ProxiedDevices::kValue, name, change = ProxiedDevices::kChange, first_fact };
}

constexpr std::array<std::string_view, kFacts> kFactNames{"Type", "Unit", "MinValue", "MaxValue", "ValidValues"};

model::Parameter alias_column() { return {.name = "Alias", .writable = true, .alias = true}; }

/// The tree alone holds it: an ACS's name is kept as any set value is.
model::Parameter name_column() {
  return {.name = "Name", .writable = true, .constraints = {.max_length = kMaxName}, .source_key = kNameColumn};
}

std::string_view fact_name(adapter_capability_class kind, Fact fact) {
  if (kind == ADAPTER_MULTI_LEVEL_SENSOR && fact == Fact::words) return "ValueNames";
  return kFactNames.at(static_cast<std::size_t>(fact));
}

/// TR-181's sensors have LastChange, its controls have nothing like it. Unknown Time: the device has not reported yet.
std::string change_name(std::string_view oui, const CapabilityClass& of) {
  return of.writable ? model::vendor_word(oui, "LastChange") : "LastChange";
}

/// Which bounds are known: 1 the minimum, 2 the maximum.
std::size_t bounds_of(const Capability& of) {
  return (of.fact(Fact::minimum).empty() ? 0U : 1U) + (of.fact(Fact::maximum).empty() ? 0U : 2U);
}

/// The facts that are parameters of the row: 0 would be a bound like any other where none is known.
std::vector<Fact> facts_with_column(adapter_capability_class kind, std::size_t bounds) {
  std::vector<Fact> facts;
  for (const Fact fact : class_of(kind).facts) {
    const bool is_unknown =
        (fact == Fact::minimum && (bounds & 1U) == 0) || (fact == Fact::maximum && (bounds & 2U) == 0);
    if (!is_unknown) facts.push_back(fact);
  }
  return facts;
}

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
      source_(source),
      oui_(std::move(oui)),
      name_("X_" + oui_ + "_ProxiedDevice"),
      path_(std::string(model::kRoot) + name_ + "."),
      remembered_(store) {}

// ---- declaring ------------------------------------------------------------------------------------------------------

void ProxiedDevices::declare() {
  if (table_ != nullptr) return;
  table_ = tree_
               .declare_table(tree_.root(), {.name = name_,
                                             .count_notification = Notification::active,
                                             .shape = device_shape(Notification::active)})
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

std::shared_ptr<model::Shape> ProxiedDevices::device_shape(Notification online) {
  auto& shape = device_shapes_.at(static_cast<std::size_t>(online));
  if (shape) return shape;
  shape = model::make_shape({
      alias_column(),
      name_column(),
      {.name = "Type"},
      {.name = "Description"},
      {.name = "Online", .type = Type::boolean, .notification = online, .source = &source_},
      {.name = "ProxyProtocol"},
      {.name = "IoTCapabilityNumberOfEntries", .type = Type::unsigned_int},
      {.name = "LastTimeContacted",
       .type = Type::date_time,
       .live = true,
       .source = &source_,
       .source_key = kContactColumn},
      {.name = "X_" + oui_ + "_Presence", .default_value = std::string(presence_word(ADAPTER_UNKNOWN))},
  });
  return shape;
}

std::shared_ptr<model::Shape> ProxiedDevices::shape_of(const Capability& of) {
  const std::size_t bounds = bounds_of(of);
  auto& shape = shapes_.at(of.kind).at(static_cast<std::size_t>(of.notification)).at(bounds);
  if (shape) return shape;
  const CapabilityClass& info = class_of(of.kind);
  const std::string object = class_name(oui_, of.kind);
  std::vector<model::Parameter> columns{
      alias_column(),
      {.name = object + "." + std::string(info.value),
       .type = info.type,
       .writable = info.writable,
       .first_is_news = true,
       .notification = of.notification,
       .source = &source_,
       .source_key = ADAPTER_VALUE},
      name_column(),
      {.name = object + "." + change_name(oui_, info), .type = Type::date_time, .source_key = kChangeColumn}};
  for (const Fact fact : facts_with_column(of.kind, bounds)) {
    const bool is_bound = fact == Fact::minimum || fact == Fact::maximum;
    columns.push_back({.name = object + "." + std::string(fact_name(of.kind, fact)),
                       .type = is_bound ? Type::decimal : Type::string});
  }
  columns.push_back({.name = "Class", .default_value = object});
  shape = model::make_shape(std::move(columns));
  return shape;
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
  const auto added = tree_.add_row(*table_, number, origin, device_shape(facts.online));
  if (!added) return nullptr;
  model::Row& row = **added;
  (void)tree_.declare_table(row, {.name = "IoTCapability", .shape = shape_of(Capability{})});
  tree_.set_value({&row, device::name}, facts.name, Origin::start);
  restore(row);
  restore_name(row, device::name, facts.name);
  update(row, facts, Origin::start);
  return &row;
}

model::Row* ProxiedDevices::add(model::Row& parent, std::uint32_t number, const Capability& from, Origin origin) {
  const auto added = tree_.add_row(*parent.tables().front(), number, origin, shape_of(from));
  if (!added) return nullptr;
  model::Row& row = **added;
  tree_.set_value({&row, capability::name}, from.name, Origin::start);
  restore(row);
  restore_name(row, capability::name, from.name);
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
  auto shape = device_shape(facts.online);
  bool changed = &row.shape() != shape.get();
  if (changed) tree_.set_shape(row, std::move(shape));
  changed |= set_name(row, device::name, facts.name, origin);
  changed |= set(row, device::type, facts.type, origin);
  changed |= set(row, device::description, model::shortened(facts.description, kMaxDescription), origin);
  changed |= set(row, device::protocol, model::proxy_protocol(oui_, facts.protocol), origin);
  return changed;
}

bool ProxiedDevices::update(model::Row& row, const Capability& from, Origin origin) {
  auto shape = shape_of(from);
  bool changed = &row.shape() != shape.get();
  if (changed) tree_.set_shape(row, std::move(shape));
  changed |= set_name(row, capability::name, from.name, origin);
  ColumnIndex column = capability::first_fact;
  for (const Fact fact : facts_with_column(from.kind, bounds_of(from))) {
    changed |= set(row, column++, from.fact(fact), origin);
  }
  return changed;
}

void ProxiedDevices::set_presence(model::Row& row, adapter_presence presence, Origin origin) {
  set(row, device::online, presence == ADAPTER_ONLINE ? "true" : "false", origin);
  set(row, device::presence, std::string(presence_word(presence)), origin);
}

adapter_presence ProxiedDevices::recall_presence(model::Row& row) {
  const auto contact = remembered_.take_value(tree_.path({&row, device::contact}));
  const auto time = contact ? model::canonical(Type::date_time, *contact) : std::nullopt;
  if (time) set(row, device::contact, *time, Origin::start);
  const auto word = remembered_.take_value(tree_.path({&row, device::presence}));
  return word ? presence_of_word(*word) : ADAPTER_UNKNOWN;
}

void ProxiedDevices::collect_presence(const model::Row& row, adapter_presence presence,
                                      std::vector<state::PathValue>& values) const {
  const model::ParameterRef contact{const_cast<model::Row*>(&row), device::contact};
  if (tree_.has_value(contact)) values.push_back({tree_.path(contact), std::string(tree_.stored_value(contact))});
  values.push_back({tree_.path({contact.row, device::presence}), std::string(presence_word(presence))});
}

void ProxiedDevices::set_contacted(model::Row& row, base::SystemTime time) {
  set(row, device::contact, model::utc_text(time), Origin::start);
}

void ProxiedDevices::set_changed(model::Row& row, base::SystemTime time) {
  set(row, capability::change, model::utc_text(time), Origin::device);
}

void ProxiedDevices::tell_count(std::size_t before) {
  const auto number = tree_.find("Device." + name_ + "NumberOfEntries");
  if (before == count() || !number) return;
  tree_.set_value(*number, std::to_string(before), Origin::start);
  tree_.set_value(*number, std::to_string(count()), Origin::local);
}

/// The facts that rows of the shape have, in the order of their columns.
std::vector<Fact> ProxiedDevices::facts_in(const model::Shape& shape) const {
  for (std::size_t kind = 0; kind < shapes_.size(); ++kind) {
    for (const Shapes& shapes : shapes_[kind]) {
      const auto found = std::ranges::find(shapes, &shape, [](const auto& candidate) { return candidate.get(); });
      if (found == shapes.end()) continue;
      return facts_with_column(static_cast<adapter_capability_class>(kind),
                               static_cast<std::size_t>(found - shapes.begin()));
    }
  }
  return {};
}

std::string ProxiedDevices::problem(model::ParameterRef parameter, std::string_view text) const {
  if (parameter.info().source_key != ADAPTER_VALUE) return {};
  ColumnIndex column = capability::first_fact;
  for (const Fact fact : facts_in(parameter.row->shape())) {
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
