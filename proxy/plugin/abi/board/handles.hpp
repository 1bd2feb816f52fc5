// SPDX-License-Identifier: Apache-2.0
#pragma once
// The handles that one adapter holds, what they name, and the limits of how much it may declare. A name that is
// declared again gives the same handle.
// Thread: under its owner's lock

#include "adapters/sdk/adapter_abi.h"
#include "proxy/model/value.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

namespace proxy::plugin {

/// Handles that no adapter is given, and that are the same in all: those of the host's own columns.
inline constexpr adapter_handle kNameColumn = ADAPTER_VALUE + 1;     ///< of a shown device or capability
inline constexpr adapter_handle kContactColumn = ADAPTER_VALUE + 2;  ///< LastTimeContacted
inline constexpr adapter_handle kChangeColumn = ADAPTER_VALUE + 3;   ///< LastChange of a capability

/// Gives out handles to all adapters. None is given out twice, so that a handle which outlives its adapter names
/// nothing of another.
class HandleSource {
 public:
  /// ADAPTER_NONE once all are used up.
  adapter_handle next();

 private:
  std::atomic<adapter_handle> next_{kChangeColumn + 1};
};

class Handles {
 public:
  static constexpr std::size_t kMaxDevices = 10'000;
  static constexpr std::size_t kMaxRows = 10'000;         ///< of one table
  static constexpr std::size_t kMaxTables = 20'000;       ///< tables below rows count each
  static constexpr std::size_t kMaxColumns = 1'000;       ///< of one table, one row or the mount
  static constexpr std::size_t kMaxCapabilities = 1'000;  ///< of one device
  static constexpr std::size_t kMaxEntries = 500'000;     ///< of all kinds together
  static constexpr std::size_t kMaxText = 256;            ///< bytes of an identity, a name or a word

  /// shown: the row of a device in the host's table, below the device; capability: a row of one, below it.
  enum class Kind : std::uint8_t { mount, device, table, row, column, shown, capability };
  struct Entry {
    Kind kind;
    model::Type type = model::Type::string;  ///< of a column
    std::uint8_t capability_class = 0;       ///< of a capability
    std::uint16_t path_length = 0;           ///< the longest that its path can be, with the final dot
    adapter_handle parent = ADAPTER_NONE;
    const std::string* name = nullptr;
    std::array<std::uint32_t, 2> children{};  ///< rows (of a table) or capabilities, columns
  };
  struct Given {
    adapter_handle handle = ADAPTER_NONE;
    bool is_new = false;
    const char* problem = nullptr;  ///< why there is none
  };

  /// `mount` is the path of the mount with its final dot.
  Handles(HandleSource& source, std::string_view mount);

  const Entry* find(adapter_handle handle) const;
  const Entry* find(adapter_handle handle, Kind kind) const;
  /// The row that shows the device; ADAPTER_NONE if none does.
  adapter_handle shown_row(adapter_handle device) const;
  /// Of a device: what never changes about it.
  std::string_view controller(const Entry& device) const;
  std::string_view identity(const Entry& device) const;
  /// True if the column is one of that row's.
  bool is_cell(adapter_handle row, const Entry& column) const;

  Given device(std::string_view controller, std::string_view identity);
  Given table(adapter_handle parent, std::string_view name);
  Given column(adapter_handle parent, std::string_view name, model::Type type);
  Given row(adapter_handle table, std::string_view identity);
  Given shown(adapter_handle device);
  /// `identity` is unique among all classes.
  Given capability(adapter_handle shown, std::string_view identity, std::uint8_t capability_class);
  bool has_capability(adapter_handle shown, std::string_view identity) const {
    return names_.contains({shown, Kind::capability, std::string(identity)});
  }
  /// With everything below it.
  void erase(adapter_handle handle);
  /// All of them, the mount included.
  void clear();

 private:
  using Key = std::tuple<adapter_handle, Kind, std::string>;
  Given give(Kind kind, adapter_handle parent, std::string name, std::size_t path_length);
  const char* room_for(Kind kind, adapter_handle parent) const;
  void count_child(adapter_handle parent, Kind kind, int by);

  HandleSource& source_;
  std::unordered_map<adapter_handle, Entry> entries_;
  std::map<Key, adapter_handle> names_;
  std::size_t devices_ = 0, tables_ = 0;
};

}  // namespace proxy::plugin
