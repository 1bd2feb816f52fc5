// SPDX-License-Identifier: Apache-2.0
// The Modbus adapter: registers become values by the mapping, sets become writes.
// Thread: the host's calls on its loop; values and the answers to sets on the bus's thread
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "adapters/mapping/polling/mapped_adapter.hpp"
#include "adapters/modbus/bus/bus.hpp"
#include "adapters/modbus/bus/bus_config.hpp"
#include "adapters/modbus/options.hpp"
#include "adapters/modbus/registers/explain.hpp"
#include "adapters/modbus/registers/layout.hpp"
#include "adapters/modbus/registers/source.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::modbus {

using mapping::Outcome;
using Clock = std::chrono::steady_clock;

class ModbusAdapter final : public mapping::MappedAdapter, private Bus::Listener {
 public:
  ModbusAdapter(sdk::Host host, const sdk::ConfigNode& section);

  void stop() override { bus_.reset(); }
  void known_row(sdk::Table table, std::string_view identity) override;
  void check(sdk::Items items) override;
  void explain(std::string_view address, std::string_view payload, const sdk::Say& say) override {
    modbus::explain(layout_, mapping(), address, payload, say);
  }

 private:
  void start_thread() override;
  void send(sdk::Token token, const mapping::Command& command) override;
  void value(std::size_t point, std::span<const std::uint16_t> words) override;
  void presence(int unit, bool online) override;
  bool has_sources() const override { return !layout_.points().empty(); }
  Outcome<Words> words_for(const mapping::Command& command) const;
  Write write_for(const mapping::Command& command, Words words) const;

  const BusConfig config_;
  Layout layout_;
  std::unique_ptr<Bus> bus_;
};

ModbusAdapter::ModbusAdapter(sdk::Host host, const sdk::ConfigNode& section)
    : MappedAdapter(host, section, addressing(), "Modbus"), config_(read_bus(section)), layout_(config_, mapping()) {}

// ---- values ---------------------------------------------------------------------------------------------------------

void ModbusAdapter::start_thread() {
  Bus::Listener& listener = *this;
  bus_ = std::make_unique<Bus>(host(), config_, layout_.points(), listener);
  bus_->start();
}

void ModbusAdapter::value(std::size_t point, std::span<const std::uint16_t> words) {
  if (const Outcome<std::string> text = decode(layout_.format(point), words)) {
    binding().receive(layout_.address(point), *text, false, Clock::now());
  } else {
    host().rejected(addressing().label(layout_.address(point)) + ": " + text.error().reason);
  }
}

void ModbusAdapter::presence(int unit, bool online) {
  const std::string place = config_.url + ", unit " + std::to_string(unit);
  online ? report().answered(place) : report().gone(place, "it does not answer");
  for (std::size_t i = 0; i < mapping().tables().size(); ++i) {
    if (!layout_.has_row(i, unit)) continue;
    const auto address = mapping().tables()[i].rows.address(captures_of(unit));
    if (address) binding().receive_made(*address, online ? "online" : "offline", false, Clock::now());
  }
}

/// Removes the row of a unit that is no longer in the configuration.
void ModbusAdapter::known_row(sdk::Table table, std::string_view identity) {
  const std::optional<std::size_t> index = binding().known_row(table, identity);
  if (!index) return;
  const mapping::Pattern& rows = mapping().tables()[*index].rows;
  const auto captures = mapping::captures_of(identity, rows.names());
  const std::optional<int> unit = captures ? unit_of(*captures) : std::nullopt;
  if (unit && layout_.has_row(*index, *unit)) return;
  if (captures) binding().receive_made(rows.address(*captures).value_or(std::string()), {}, false, Clock::now());
}

// ---- sets -----------------------------------------------------------------------------------------------------------

/// Rounds a fraction that comes from scale or offset, unless the source must echo the exact value.
Outcome<Words> ModbusAdapter::words_for(const mapping::Command& command) const {
  const mapping::Conversion& conversion = mapping().parameters()[command.parameter].conversion;
  const Format& format = layout_.target(command.parameter).place.format;
  const bool scaled = conversion.scale || conversion.offset;
  const bool may_round = scaled && command.confirm != mapping::Confirm::state && !takes_fractions(format.as);
  const auto number = may_round ? mapping::Decimal::parse(command.word) : std::nullopt;
  return encode(format, number ? number->rounded().text() : command.word);
}

void ModbusAdapter::check(sdk::Items items) {
  for (const sdk::Item& item : items) {
    const auto command = binding().command_to_check(item);
    if (!command) {
      binding().check({&item, 1});  // the row may not exist yet
      continue;
    }
    const Outcome<Words> words = words_for(*command);
    if (words) {
      host().reply(item.token, ADAPTER_DONE);
    } else {
      host().reply(item.token, ADAPTER_INVALID_VALUE, words.error().reason);
    }
  }
}

void ModbusAdapter::send(sdk::Token token, const mapping::Command& command) {
  Outcome<Words> words = words_for(command);
  if (!words) return binding().not_carried_out(token, {ADAPTER_INVALID_VALUE, words.error().reason});
  Write write = write_for(command, std::move(*words));
  write.done = [this, token, command](adapter_status status, const std::string& detail) {
    if (status == ADAPTER_DONE) return binding().carried_out(token, command);
    binding().not_carried_out(token, {status, detail});
  };
  bus_->submit(std::move(write));
}

Write ModbusAdapter::write_for(const mapping::Command& command, Words words) const {
  const Target& target = layout_.target(command.parameter);
  Write write;
  write.unit = target.unit ? *target.unit : unit_of(command.captures).value_or(0);
  write.space = target.place.space;
  write.address = target.place.address;
  write.words = std::move(words);
  if (target.place.format.as == As::bit && write.space == Space::holding) write.bit = target.place.format.bit;
  write.multiple = target.multiple;
  write.mask_write = target.mask_write;
  write.then = layout_.point_of(command.parameter, write.unit);
  write.deadline = Clock::now() + time_for(command);
  return write;
}

}  // namespace adapters::modbus

ADAPTER_PLUGIN(adapters::modbus::ModbusAdapter, "modbus", adapters::modbus::kOptions);
