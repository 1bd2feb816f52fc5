// SPDX-License-Identifier: Apache-2.0
// Shows that both templates, the one in C and the one in C++, are whole adapters and do the same.
#include <dlfcn.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/sdk/adapter_abi.h"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"

namespace {

/// A host that a thread may call; it keeps what is published and replied.
class ThreadedHost {
 public:
  ThreadedHost() {
    table_.abi_version = ADAPTER_ABI_VERSION;
    table_.struct_size = sizeof(adapter_host);
    table_.context = this;
    table_.declare = [](void* context, adapter_handle, const adapter_column* column) -> adapter_handle {
      auto& self = *static_cast<ThreadedHost*>(context);
      self.columns.emplace_back(column->name);
      return static_cast<adapter_handle>(self.columns.size() + 1);
    };
    table_.publish = [](void* context, const adapter_value* value, size_t) {
      static_cast<ThreadedHost*>(context)->note(std::to_string(value->column) + "=" +
                                                std::string(value->text.data, value->text.size));
    };
    table_.reply = [](void* context, adapter_token token, uint32_t status, const char*) {
      static_cast<ThreadedHost*>(context)->note(std::to_string(token) + " replied " + std::to_string(status));
    };
  }
  const adapter_host* api() const { return &table_; }

  /// Waits until there was such a call; the test's own timeout ends a wait in vain.
  void wait_for(const std::string& call) {
    std::unique_lock lock(mutex_);
    noted_.wait(lock, [&] { return std::find(calls_.begin(), calls_.end(), call) != calls_.end(); });
  }
  std::vector<std::string> columns;

 private:
  void note(const std::string& call) {
    {
      const std::lock_guard lock(mutex_);
      calls_.push_back(call);
    }
    noted_.notify_all();
  }
  adapter_host table_{};
  std::mutex mutex_;
  std::condition_variable noted_;
  std::vector<std::string> calls_;
};

}  // namespace

TEST_CASE("the templates count, greet and stop") {
  const std::string file = GENERATE(as<std::string>(), EXAMPLE_C, EXAMPLE_CPP);
  CAPTURE(file);
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  REQUIRE(library != nullptr);
  const auto* api = static_cast<const adapter_api*>(dlsym(library, ADAPTER_API_SYMBOL));
  REQUIRE(api != nullptr);
  ThreadedHost host;
  test::ConfigText config(R"({"interval_ms":10})");
  void* adapter = api->create(host.api(), &config.nodes(), &test::ConfigText::record, &config);
  REQUIRE(adapter != nullptr);
  REQUIRE(api->start(adapter) == 0);
  CHECK(host.columns == std::vector<std::string>{"Counter", "Greeting"});
  host.wait_for("2=2");
  const adapter_item empty{31, ADAPTER_MOUNT, 3, {"", 0}};
  api->check(adapter, &empty, 1);
  host.wait_for("31 replied " + std::to_string(ADAPTER_INVALID_VALUE));
  const adapter_item hello{32, ADAPTER_MOUNT, 3, {"hello", 5}};
  api->apply(adapter, &hello, 1);
  host.wait_for("3=hello");
  host.wait_for("32 replied " + std::to_string(ADAPTER_DONE));
  api->stop(adapter);
  api->destroy(adapter);
  dlclose(library);
}
