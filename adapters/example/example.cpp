// SPDX-License-Identifier: Apache-2.0
// The smallest whole adapter, in C++: its thread publishes a counter, and an ACS may set a greeting.
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "adapters/sdk/adapter.hpp"

namespace {

namespace sdk = adapters::sdk;
namespace option = adapters::sdk::option;

constexpr std::array kOptions = {
    option::integer("interval_ms", "How often the counter counts.",
                    {.default_value = "1000", .minimum = 10, .maximum = 3600000, .unit = "ms"}),
};

class Example final : public sdk::Adapter {
 public:
  Example(sdk::Host host, sdk::ConfigNode config)
      : Adapter(host), interval_(config.find("interval_ms").integer(1000)) {}

  void start() override {
    counter_ = host().declare(sdk::kMount, {.name = "Counter", .type = ADAPTER_UNSIGNED_LONG});
    greeting_ = host().declare(sdk::kMount, {.name = "Greeting", .flags = ADAPTER_WRITABLE, .max_length = 64});
    thread_ = std::thread([this] { count(); });
  }

  void stop() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  void check(sdk::Items items) override {
    for (const sdk::Item& item : items) {
      if (item.value.empty()) {
        host().reply(item.token, ADAPTER_INVALID_VALUE, "the greeting is empty");
      } else {
        host().reply(item.token, ADAPTER_DONE);
      }
    }
  }

  void apply(sdk::Items items) override {
    for (const sdk::Item& item : items) {
      host().publish(item.row, item.column, item.value);  // as a device does that has accepted it
      host().reply(item.token, ADAPTER_DONE);
    }
  }

 private:
  void count() {
    std::unique_lock lock(mutex_);
    auto next = std::chrono::steady_clock::now();
    for (std::uint64_t counted = 0; !stopping_; ++counted) {
      host().publish(sdk::kMount, counter_, std::to_string(counted));
      next += interval_;
      wake_.wait_until(lock, next, [this] { return stopping_; });
    }
  }

  std::chrono::milliseconds interval_;
  sdk::Column counter_;
  sdk::Column greeting_;
  std::thread thread_;
  std::mutex mutex_;  // guards stopping_
  std::condition_variable wake_;
  bool stopping_ = false;
};

}  // namespace

ADAPTER_PLUGIN(Example, "example_cpp", kOptions);
