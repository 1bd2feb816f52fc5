// SPDX-License-Identifier: Apache-2.0
// An adapter with as many parameters as the configuration asks for, ten to a row, of the kinds that sensors have.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/sdk/adapter.hpp"

namespace {

namespace sdk = adapters::sdk;
namespace option = adapters::sdk::option;

constexpr std::array kOptions = {
    option::integer("rows", "How many rows the table has.", {.required = true, .minimum = 1, .maximum = 10000}),
};

constexpr std::array<sdk::ColumnRules, 10> kColumns = {{
    {.name = "Name"},
    {.name = "Location", .flags = ADAPTER_WRITABLE},
    {.name = "Temperature", .type = ADAPTER_DECIMAL},
    {.name = "Humidity", .type = ADAPTER_DECIMAL},
    {.name = "Pressure", .type = ADAPTER_UNSIGNED_INT},
    {.name = "Offset", .type = ADAPTER_INT},
    {.name = "Battery", .type = ADAPTER_UNSIGNED_INT},
    {.name = "LinkQuality", .type = ADAPTER_UNSIGNED_INT},
    {.name = "Occupancy", .type = ADAPTER_BOOLEAN},
    {.name = "LastSeen", .type = ADAPTER_DATE_TIME},
}};

class Bench final : public sdk::Adapter {
 public:
  Bench(sdk::Host host, sdk::ConfigNode config) : Adapter(host), rows_(config.find("rows").integer(1)) {}

  void start() override {
    table_ = host().declare_table(sdk::kMount, "Sensor");
    for (const sdk::ColumnRules& column : kColumns) columns_.push_back(host().declare(table_, column));
    add_some();
  }

 private:
  // In portions, as devices speak: the host need not hold all of it at once.
  void add_some() {
    constexpr std::int64_t kPortion = 100;
    for (std::int64_t end = made_ + kPortion; made_ < rows_ && made_ < end; ++made_) add_row(std::to_string(made_));
    if (made_ < rows_) host().post<&Bench::add_some>(*this);
  }

  void add_row(const std::string& number) {
    const sdk::Row row = host().add_row(table_, number);
    const std::array<std::string, kColumns.size()> values = {
        "Sensor " + number, "Room " + number, "21.37", "48.5", "1013", "-3", "97", "120", "1", "2024-05-17T10:20:30Z"};
    sdk::Batch batch;
    for (std::size_t i = 0; i < values.size(); ++i) batch.add(row, columns_[i], values[i]);
    host().publish(batch);
  }

  std::int64_t rows_;
  std::int64_t made_ = 0;
  sdk::Table table_;
  std::vector<sdk::Column> columns_;
};

}  // namespace

ADAPTER_PLUGIN(Bench, "bench", kOptions);
