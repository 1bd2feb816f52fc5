// SPDX-License-Identifier: Apache-2.0
#pragma once
// A host for one adapter: a section written as nested nodes, and a record of what the adapter asks for.
// Thread: any

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/sdk/adapter_abi.h"

namespace tests::support {

// A scalar, or a map or list of nodes.
struct Node {
  Node(const char* name, const char* text) : key(name), kind(ADAPTER_NODE_SCALAR), scalar(text) {}
  Node(const char* name, std::string text) : key(name), kind(ADAPTER_NODE_SCALAR), scalar(std::move(text)) {}
  Node(const char* name, adapter_node_kind what, std::vector<Node> nodes)
      : key(name), kind(what), children(std::move(nodes)) {}
  std::string key;
  adapter_node_kind kind;
  std::string scalar;
  std::vector<Node> children;
};
inline Node map(const char* key, std::vector<Node> nodes) { return {key, ADAPTER_NODE_MAP, std::move(nodes)}; }
inline Node list(const char* key, std::vector<Node> nodes) { return {key, ADAPTER_NODE_LIST, std::move(nodes)}; }

// A section written as JSON, as which YAML may be written too.
Node section_of(const std::string& json);

class FakeHost {
 public:
  FakeHost(const adapter_api& api, Node section);
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;
  ~FakeHost();

  // A device that the adapter shows, by its identity in Record::shown.
  struct Shown {
    std::string controller = {}, protocol = {};
    std::string name = {}, type = {}, description = {};
    uint32_t presence = ADAPTER_UNKNOWN;
  };
  // One of its capabilities, by "device.identity" in Record::capabilities; its row stands in Record::rows under the
  // same name, its value in Record::values as "device.identity.value".
  struct Capability {
    adapter_capability_class kind = ADAPTER_TEXT_SENSOR;
    std::string name = {}, type = {}, unit = {}, minimum = {}, maximum = {};
    std::vector<std::string> words = {};
    uint32_t notify = 0;
  };

  struct Record {
    std::map<std::string, adapter_handle> columns;  // by name
    std::map<std::string, adapter_handle> tables;   // by name
    std::map<std::string, adapter_handle> rows;     // by identity; without those removed
    std::map<std::string, std::string> values;      // by "identity.name", or "name" at the mount
    std::set<std::string> retained;                 // those of `values` whose last one was published as retained
    std::vector<uint32_t> mount_presence;           // one after the other
    std::map<std::string, Shown> shown;             // by identity; without those removed
    std::map<std::string, Capability> capabilities;
    std::map<std::string, int> contacts;                     // without a value, by identity
    std::map<std::string, std::string> skipped;              // the reasons, by identity; without those taken back
    std::map<adapter_token, std::vector<uint32_t>> replies;  // one after the other
    std::map<adapter_token, std::string> details;            // of the last reply
    std::vector<std::string> lines;                          // of the log
    std::vector<std::string> warnings;                       // those of them that are warnings and errors
    std::vector<std::string> rejected;
    std::vector<std::string> statuses;  // "0 the reason", in their order
    std::vector<uint32_t> broker;       // the statuses of the broker
    std::vector<std::string> mistakes;  // of the configuration
  };

  bool create();
  void start();
  void stop();
  void known_row(const std::string& table, const std::string& identity);
  void apply(adapter_token token, adapter_handle row, const std::string& column, const std::string& value);
  // Sets a capability, by "device.identity".
  void set_capability(adapter_token token, const std::string& capability, const std::string& value);

  Record record() const;
  template <class Predicate>
  Record wait_until(Predicate enough) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(30), [&] { return enough(record_); })) {
      throw std::runtime_error("the adapter did not do it in time");
    }
    return record_;
  }

 private:
  uint32_t flatten(const Node& node);
  void set_up_table();
  void set_up_shape();
  adapter_handle row(const std::string& name);
  void forget(const std::string& prefix);
  void publish(const adapter_value* values, size_t count, bool are_retained);
  template <class Change>
  auto note(Change change) {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
    return change();
  }
  static FakeHost& self(void* context) { return *static_cast<FakeHost*>(context); }

  const adapter_api& api_;
  Node section_;
  std::vector<adapter_node> nodes_;
  adapter_host table_{};
  void* adapter_ = nullptr;
  bool started_ = false;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  adapter_handle next_ = ADAPTER_VALUE + 1;
  std::map<adapter_handle, std::string> names_;    // of columns and rows
  std::map<adapter_handle, std::string> devices_;  // identities
  std::map<adapter_handle, Shown> declared_;       // by device, before it is shown
  Record record_;
};

// What the adapter says of a section that is wrong; throws if it takes it.
std::vector<std::string> mistakes_of(const adapter_api& api, const std::string& section);
// Waits for the first reply to an item that is not `not_this`; for a value of Record::values. Both throw when it does
// not come in time.
uint32_t wait_reply(FakeHost& host, adapter_token token, uint32_t not_this = UINT32_MAX);
void wait_value(FakeHost& host, const std::string& name, const std::string& value);

}  // namespace tests::support
