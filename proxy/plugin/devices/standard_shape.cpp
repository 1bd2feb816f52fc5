// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/standard_shape.hpp"

#include "proxy/model/vendor_word.hpp"
#include "proxy/plugin/abi/board/handles.hpp"
#include "proxy/plugin/devices/devices.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace proxy::plugin {
namespace {

using model::Notification;
using model::Type;

constexpr std::size_t kMaxName = 64;

constexpr std::array<std::string_view, kFacts> kFactNames{"Type", "Unit", "MinValue", "MaxValue", "ValidValues"};
/// By fact, for the data model.
constexpr std::array<const char*, kFacts> kFactDescriptions{
    "What is measured or controlled, a word of TR-181's IoTCapability.{i}. for this class.",
    "The unit of the value, a word of TR-181's IoTUnitType.",
    "The least value that this row accepts. A lower one is refused with fault 9007.",
    "The greatest value that this row accepts. A higher one is refused with fault 9007.",
    "The values of this row, separated by commas. A set of any other is refused with fault 9007.",
};

model::Parameter alias_column() { return {.name = "Alias", .writable = true, .alias = true}; }

/// The tree alone holds it: an ACS's name is kept as any set value is.
model::Parameter name_column() {
  return {.name = "Name",
          .writable = true,
          .description = "The name: the device's own, until an ACS sets another one.",
          .constraints = {.max_length = kMaxName},
          .source_key = kNameColumn};
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

}  // namespace

StandardShape::StandardShape(std::string oui, model::DataSource& source) : oui_(std::move(oui)), source_(source) {}

std::shared_ptr<model::Shape> StandardShape::device(Notification online) {
  auto& shape = devices_.at(static_cast<std::size_t>(online));
  if (shape) return shape;
  shape = model::make_shape({
      alias_column(),
      name_column(),
      {.name = "Type", .description = "The type of the device, a word of TR-181's IoTDeviceType."},
      {.name = "Description", .description = "Vendor and model, as the device or its bridge describes them."},
      {.name = "Online",
       .type = Type::boolean,
       .description = "Whether the device can be reached.",
       .notification = online,
       .source = &source_},
      {.name = "ProxyProtocol", .description = "The protocol of the device, as in ManagementServer.EmbeddedDevice."},
      {.name = "IoTCapabilityNumberOfEntries", .type = Type::unsigned_int},
      {.name = "LastTimeContacted",
       .type = Type::date_time,
       .live = true,
       .description = "The time of the last message of the device.",
       .source = &source_,
       .source_key = kContactColumn},
      {.name = "X_" + oui_ + "_Presence",
       .description = "Online, Offline, Silent (nothing was received for too long) or Unknown.",
       .default_value = std::string(presence_word(ADAPTER_UNKNOWN))},
  });
  return shape;
}

std::shared_ptr<model::Shape> StandardShape::capability(const Capability& of) {
  const std::size_t bounds = bounds_of(of);
  auto& shape = capabilities_.at(of.kind).at(static_cast<std::size_t>(of.notification)).at(bounds);
  if (shape) return shape;
  const CapabilityClass& info = class_of(of.kind);
  const std::string object = class_name(oui_, of.kind);
  std::vector<model::Parameter> columns{
      alias_column(),
      {.name = object + "." + std::string(info.value),
       .type = info.type,
       .writable = info.writable,
       .first_is_news = true,
       .description =
           "The value. The other parameters of the row say what it means, and further limit what can be set.",
       .notification = of.notification,
       .source = &source_,
       .source_key = ADAPTER_VALUE},
      name_column(),
      {.name = object + "." + change_name(oui_, info),
       .type = Type::date_time,
       .description = "The time of the last change of the value. Unknown Time: the device has not reported yet.",
       .source_key = kChangeColumn}};
  for (const Fact fact : facts_with_column(of.kind, bounds)) {
    const bool is_bound = fact == Fact::minimum || fact == Fact::maximum;
    columns.push_back({.name = object + "." + std::string(fact_name(of.kind, fact)),
                       .type = is_bound ? Type::decimal : Type::string,
                       .description = kFactDescriptions.at(static_cast<std::size_t>(fact))});
  }
  columns.push_back({.name = "Class",
                     .description = "The class of the capability: the name of the sub-object that has its value.",
                     .default_value = object});
  shape = model::make_shape(std::move(columns));
  return shape;
}

std::vector<Fact> StandardShape::facts_of(const Capability& of) { return facts_with_column(of.kind, bounds_of(of)); }

std::vector<Fact> StandardShape::facts_in(const model::Shape& shape) const {
  for (std::size_t kind = 0; kind < capabilities_.size(); ++kind) {
    for (const Shapes& shapes : capabilities_[kind]) {
      const auto found = std::ranges::find(shapes, &shape, [](const auto& candidate) { return candidate.get(); });
      if (found == shapes.end()) continue;
      return facts_with_column(static_cast<adapter_capability_class>(kind),
                               static_cast<std::size_t>(found - shapes.begin()));
    }
  }
  return {};
}

}  // namespace proxy::plugin
