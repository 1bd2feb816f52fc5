// SPDX-License-Identifier: Apache-2.0
#pragma once
// The adapter's section of the configuration as a tree. A mistake is reported with its place in the file.
// Thread: the thread that calls create()

#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/sdk/adapter_abi.h"

namespace adapters::sdk {

class ConfigNode;

/// The node array, and the function that reports a mistake in it. The texts of its nodes live until destroy() returns.
class Config {
 public:
  Config(const adapter_config& nodes, adapter_report report, void* context)
      : nodes_(nodes), report_(report), context_(context) {}
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;

  ConfigNode root();
  /// True after a report: create() must fail.
  bool failed() const { return failed_; }
  /// Ends create(): later reports are dropped.
  void close() { report_ = nullptr; }

 private:
  friend class ConfigNode;
  adapter_config nodes_;
  adapter_report report_;
  void* context_;
  bool failed_ = false;
};

/// One node, which may be absent. A key looked up in an absent node is absent too, and reads as its default. Cheap to
/// copy; valid as long as its Config.
class ConfigNode {
 public:
  class Iterator;
  class Children;

  ConfigNode() = default;
  ConfigNode(Config* config, uint32_t index, uint32_t position) : config_(config), index_(index), position_(position) {}

  explicit operator bool() const { return index_ != ADAPTER_NO_NODE; }
  adapter_node_kind kind() const { return *this ? static_cast<adapter_node_kind>(node().kind) : ADAPTER_NODE_NULL; }
  /// The key of an entry of a map; otherwise empty.
  std::string_view key() const { return *this ? view(node().key) : std::string_view{}; }
  /// The text of a scalar; otherwise empty.
  std::string_view scalar() const { return *this ? view(node().scalar) : std::string_view{}; }

  /// The entries of a list or map, in the order of the file; empty for other nodes.
  Children children() const;
  /// The entry of a map with this key. Without one it returns an absent node, whose reports go to this node.
  ConfigNode find(std::string_view key) const;

  std::string text(std::string_view otherwise = {}) const {
    return std::string(kind() == ADAPTER_NODE_SCALAR ? scalar() : otherwise);
  }
  bool boolean(bool otherwise) const {
    if (scalar() == "true") return true;
    if (scalar() == "false") return false;
    return misread(otherwise, "expected true or false");
  }
  int64_t integer(int64_t otherwise) const { return number(otherwise, "expected a whole number"); }
  double decimal(double otherwise) const { return number(otherwise, "expected a number"); }

  /// Reports a mistake at this node, which makes create() fail.
  void report(const std::string& message) const {
    if (config_ == nullptr) return;
    config_->failed_ = true;
    if (config_->report_ != nullptr) config_->report_(config_->context_, position_, message.c_str());
  }

 private:
  const adapter_node& node() const { return config_->nodes_.nodes[index_]; }
  static std::string_view view(const char* text) { return text == nullptr ? std::string_view{} : text; }

  template <class T>
  T misread(T otherwise, const char* message) const {
    if (*this) report(message);
    return otherwise;
  }
  template <class T>
  T number(T otherwise, const char* message) const {
    const std::string_view digits = scalar();
    T value{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = error == std::errc{} && end == digits.data() + digits.size();
    return whole ? value : misread(otherwise, message);
  }

  Config* config_ = nullptr;
  uint32_t index_ = ADAPTER_NO_NODE;
  uint32_t position_ = 0;  // where to report: this node, or the nearest one above it that is present
};

class ConfigNode::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = ConfigNode;
  using difference_type = std::ptrdiff_t;
  using pointer = const ConfigNode*;
  using reference = ConfigNode;

  Iterator(Config* config, uint32_t index) : config_(config), index_(index) {}
  ConfigNode operator*() const { return {config_, index_, index_}; }
  Iterator& operator++() {
    index_ = config_->nodes_.nodes[index_].next;
    return *this;
  }
  bool operator==(const Iterator& other) const { return index_ == other.index_; }

 private:
  Config* config_;
  uint32_t index_;
};

class ConfigNode::Children {
 public:
  Children(Config* config, uint32_t first) : config_(config), first_(first) {}
  Iterator begin() const { return {config_, first_}; }
  Iterator end() const { return {config_, ADAPTER_NO_NODE}; }
  bool empty() const { return first_ == ADAPTER_NO_NODE; }

 private:
  Config* config_;
  uint32_t first_;
};

inline ConfigNode Config::root() { return {this, nodes_.count == 0 ? ADAPTER_NO_NODE : 0, 0}; }

inline ConfigNode::Children ConfigNode::children() const {
  const bool nested = kind() == ADAPTER_NODE_LIST || kind() == ADAPTER_NODE_MAP;
  return {config_, nested ? node().first_child : ADAPTER_NO_NODE};
}

inline ConfigNode ConfigNode::find(std::string_view key) const {
  if (kind() == ADAPTER_NODE_MAP) {
    for (const ConfigNode child : children()) {
      if (child.key() == key) return child;
    }
  }
  return {config_, ADAPTER_NO_NODE, position_};
}

}  // namespace adapters::sdk
