// SPDX-License-Identifier: Apache-2.0
#pragma once
// A configuration section for a test, written as JSON (which YAML contains), as the node array that an adapter gets.

#include <boost/json.hpp>

#include <deque>
#include <string>
#include <vector>

#include "adapters/sdk/config.hpp"

namespace test {

class ConfigText {
 public:
  explicit ConfigText(const std::string& text)
      : root_(boost::json::parse(text)),
        nodes_(build()),
        view_{nodes_.data(), static_cast<uint32_t>(nodes_.size())},
        config_(view_, &record, this) {}

  /// As create() gets it, with record() and this as its way to report.
  const adapter_config& nodes() const { return view_; }
  static void record(void* context, uint32_t node, const char* message) {
    auto& self = *static_cast<ConfigText*>(context);
    const char* key = self.nodes_.at(node).key;
    self.errors_.push_back((key == nullptr ? std::string("-") : std::string(key)) + ": " + message);
  }

  adapters::sdk::ConfigNode root() { return config_.root(); }
  /// "key: message" of each report, the key being that of the node reported at.
  const std::vector<std::string>& errors() const { return errors_; }
  bool failed() const { return config_.failed(); }

 private:
  std::vector<adapter_node> build() {
    std::vector<adapter_node> nodes;
    add(nodes, root_, nullptr);
    return nodes;
  }

  const char* keep(std::string text) { return texts_.emplace_back(std::move(text)).c_str(); }

  uint32_t add(std::vector<adapter_node>& nodes, const boost::json::value& value, const char* key) {
    const auto index = static_cast<uint32_t>(nodes.size());
    nodes.push_back({ADAPTER_NODE_NULL, key, nullptr, "test.yaml", index + 1, 1, ADAPTER_NO_NODE, ADAPTER_NO_NODE});
    uint32_t previous = ADAPTER_NO_NODE;
    const auto link = [&](uint32_t child) {
      (previous == ADAPTER_NO_NODE ? nodes[index].first_child : nodes[previous].next) = child;
      previous = child;
    };
    if (const auto* object = value.if_object()) {
      nodes[index].kind = ADAPTER_NODE_MAP;
      for (const auto& entry : *object) link(add(nodes, entry.value(), keep(std::string(entry.key()))));
    } else if (const auto* array = value.if_array()) {
      nodes[index].kind = ADAPTER_NODE_LIST;
      for (const auto& entry : *array) link(add(nodes, entry, nullptr));
    } else if (!value.is_null()) {
      nodes[index].kind = ADAPTER_NODE_SCALAR;
      const auto* string = value.if_string();
      nodes[index].scalar = keep(string ? std::string(*string) : boost::json::serialize(value));
    }
    return index;
  }

  std::deque<std::string> texts_;
  boost::json::value root_;
  std::vector<adapter_node> nodes_;
  std::vector<std::string> errors_;
  adapter_config view_;
  adapters::sdk::Config config_;
};

}  // namespace test
