// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/handles.hpp"

#include "proxy/model/path.hpp"

#include <limits>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMaxRowNumber = 11;  // "4294967295."
constexpr std::string_view kCount = "NumberOfEntries";
/// Between controller and identity of a device: it stands in no text that has passed.
constexpr char kSeparator = '\0';

}  // namespace

adapter_handle HandleSource::next() {
  adapter_handle handle = next_.load();
  do {
    if (handle == std::numeric_limits<adapter_handle>::max()) return ADAPTER_NONE;
  } while (!next_.compare_exchange_weak(handle, handle + 1));
  return handle;
}

Handles::Handles(HandleSource& source, std::string_view mount) : source_(source) {
  entries_[ADAPTER_MOUNT] = {.kind = Kind::mount, .path_length = static_cast<std::uint16_t>(mount.size())};
}

const Handles::Entry* Handles::find(adapter_handle handle) const {
  const auto entry = entries_.find(handle);
  return entry == entries_.end() ? nullptr : &entry->second;
}

const Handles::Entry* Handles::find(adapter_handle handle, Kind kind) const {
  const Entry* entry = find(handle);
  return entry != nullptr && entry->kind == kind ? entry : nullptr;
}

adapter_handle Handles::shown_row(adapter_handle device) const {
  const auto name = names_.find(Key{device, Kind::shown, {}});
  return name == names_.end() ? adapter_handle{ADAPTER_NONE} : name->second;
}

std::string_view Handles::controller(const Entry& device) const {
  return std::string_view(*device.name).substr(0, device.name->find(kSeparator));
}

std::string_view Handles::identity(const Entry& device) const {
  return std::string_view(*device.name).substr(device.name->find(kSeparator) + 1);
}

bool Handles::is_cell(adapter_handle row, const Entry& column) const {
  const Entry* entry = find(row);
  if (entry == nullptr) return false;
  if (entry->kind == Kind::mount) return column.parent == ADAPTER_MOUNT;
  return entry->kind == Kind::row && (column.parent == row || column.parent == entry->parent);
}

const char* Handles::room_for(Kind kind, adapter_handle parent) const {
  if (entries_.size() >= kMaxEntries) return "more than 500000 declarations";
  if (kind == Kind::device && devices_ >= kMaxDevices) return "more than 10000 devices";
  if (kind == Kind::table && tables_ >= kMaxTables) return "more than 20000 tables";
  const Entry* above = find(parent);
  if (kind == Kind::row && above->children[0] >= kMaxRows) return "more than 10000 rows in a table";
  if (kind == Kind::capability && above->children[0] >= kMaxCapabilities)
    return "more than 1000 capabilities of a device";
  if (kind == Kind::column && above->children[1] >= kMaxColumns) return "more than 1000 columns of one parent";
  return nullptr;
}

Handles::Given Handles::give(Kind kind, adapter_handle parent, std::string name, std::size_t path_length) {
  if (path_length > model::kMaxPathLength) return {.problem = "a path is longer than 256 characters"};
  Key key{parent, kind, std::move(name)};
  const auto place = names_.lower_bound(key);
  if (place != names_.end() && place->first == key) return {place->second};
  if (const char* problem = room_for(kind, parent)) return {.problem = problem};
  const adapter_handle handle = source_.next();
  if (handle == ADAPTER_NONE) return {.problem = "all handles are used up"};
  const auto named = names_.emplace_hint(place, std::move(key), handle);
  entries_[handle] = {.kind = kind,
                      .path_length = static_cast<std::uint16_t>(path_length),
                      .parent = parent,
                      .name = &std::get<2>(named->first)};
  if (kind == Kind::device) ++devices_;
  if (kind == Kind::table) ++tables_;
  count_child(parent, kind, 1);
  return {handle, true};
}

void Handles::count_child(adapter_handle parent, Kind kind, int by) {
  const auto above = entries_.find(parent);
  if (above == entries_.end()) return;
  if (kind == Kind::row || kind == Kind::capability) above->second.children[0] += static_cast<std::uint32_t>(by);
  if (kind == Kind::column) above->second.children[1] += static_cast<std::uint32_t>(by);
}

Handles::Given Handles::device(std::string_view controller, std::string_view identity) {
  std::string name(controller);
  name.push_back(kSeparator);
  name += identity;
  return give(Kind::device, ADAPTER_NONE, std::move(name), 0);
}

Handles::Given Handles::table(adapter_handle parent, std::string_view name) {
  const Entry* above = find(parent);
  if (above == nullptr || (above->kind != Kind::mount && above->kind != Kind::row)) {
    return {.problem = "declare_table(): the parent is neither the mount nor a row"};
  }
  if (!model::is_relative_path(name)) return {.problem = "declare_table(): illegal name"};
  const std::size_t count_length = above->path_length + name.size() + kCount.size();
  if (count_length > model::kMaxPathLength) return {.problem = "a path is longer than 256 characters"};
  return give(Kind::table, parent, std::string(name), above->path_length + name.size() + 1);
}

Handles::Given Handles::column(adapter_handle parent, std::string_view name, model::Type type) {
  const Entry* above = find(parent);
  const bool may_have =
      above != nullptr && (above->kind == Kind::mount || above->kind == Kind::table || above->kind == Kind::row);
  if (!may_have) {
    return {.problem = "declare(): the parent is neither the mount, nor a table, nor a row"};
  }
  if (!model::is_relative_path(name)) return {.problem = "declare(): illegal name"};
  const std::size_t row_length = above->kind == Kind::table ? kMaxRowNumber : 0;
  const Given given = give(Kind::column, parent, std::string(name), above->path_length + row_length + name.size());
  if (given.is_new) entries_[given.handle].type = type;
  return given;
}

Handles::Given Handles::row(adapter_handle table, std::string_view identity) {
  const Entry* above = find(table, Kind::table);
  if (above == nullptr) return {.problem = "add_row(): the handle is not that of a table"};
  if (identity.empty()) return {.problem = "add_row(): the identity is empty"};
  return give(Kind::row, table, std::string(identity), above->path_length + kMaxRowNumber);
}

Handles::Given Handles::shown(adapter_handle device) {
  if (find(device, Kind::device) == nullptr) return {.problem = "show_device(): the handle is not that of a device"};
  return give(Kind::shown, device, {}, 0);
}

Handles::Given Handles::capability(adapter_handle shown, std::string_view identity, std::uint8_t capability_class) {
  if (find(shown, Kind::shown) == nullptr) return {.problem = "capability(): the device is not shown"};
  const Given given = give(Kind::capability, shown, std::string(identity), 0);
  if (given.is_new) entries_[given.handle].capability_class = capability_class;
  return given;
}

void Handles::clear() {
  entries_.clear();
  names_.clear();
}

void Handles::erase(adapter_handle handle) {
  const auto entry = entries_.find(handle);
  if (entry == entries_.end() || handle == ADAPTER_MOUNT) return;
  for (auto below = names_.lower_bound(Key{handle, Kind::mount, {}});
       below != names_.end() && std::get<0>(below->first) == handle;
       below = names_.lower_bound(Key{handle, Kind::mount, {}})) {
    erase(below->second);
  }
  const auto [kind, parent] = std::pair(entry->second.kind, entry->second.parent);
  names_.erase(Key{parent, kind, *entry->second.name});
  entries_.erase(entry);
  if (kind == Kind::device) --devices_;
  if (kind == Kind::table) --tables_;
  count_child(parent, kind, -1);
}

}  // namespace proxy::plugin
