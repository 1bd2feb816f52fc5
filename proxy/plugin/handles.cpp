// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/handles.hpp"

#include "proxy/model/path.hpp"

#include <limits>

namespace proxy::plugin {
namespace {

constexpr std::size_t kLongestRowNumber = 11;  // "4294967295."
constexpr std::string_view kCount = "NumberOfEntries";

}  // namespace

adapter_handle HandleSource::next() {
  adapter_handle handle = next_.load();
  do {
    if (handle == std::numeric_limits<adapter_handle>::max()) return ADAPTER_NONE;
  } while (!next_.compare_exchange_weak(handle, handle + 1));
  return handle;
}

Handles::Handles(HandleSource& source, std::string_view mount) : source_(source) {
  entries_[ADAPTER_MOUNT] = {.kind = Kind::mount, .path_length = mount.size()};
}

const Handles::Entry* Handles::find(adapter_handle handle) const {
  const auto entry = entries_.find(handle);
  return entry == entries_.end() ? nullptr : &entry->second;
}

const Handles::Entry* Handles::find(adapter_handle handle, Kind kind) const {
  const Entry* entry = find(handle);
  return entry != nullptr && entry->kind == kind ? entry : nullptr;
}

bool Handles::is_cell(adapter_handle row, const Entry& column) const {
  const Entry* entry = find(row);
  if (entry == nullptr) return false;
  if (entry->kind == Kind::mount) return column.parent == ADAPTER_MOUNT;
  return entry->kind == Kind::row && (column.parent == row || column.parent == entry->parent);
}

const char* Handles::room_for(Kind kind, adapter_handle parent) const {
  if (entries_.size() >= kMostEntries) return "too much is declared";
  if (kind == Kind::device && devices_ >= kMostDevices) return "too many devices";
  if (kind == Kind::table && tables_ >= kMostTables) return "too many tables";
  const Entry* above = find(parent);
  if (kind == Kind::row && above->children[0] >= kMostRows) return "too many rows in a table";
  if (kind == Kind::column && above->children[1] >= kMostColumns) return "too many columns";
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
  entries_[handle] = {.kind = kind, .parent = parent, .path_length = path_length, .name = &std::get<2>(named->first)};
  if (kind == Kind::device) ++devices_;
  if (kind == Kind::table) ++tables_;
  if (kind == Kind::row) ++entries_[parent].children[0];
  if (kind == Kind::column) ++entries_[parent].children[1];
  return {handle, true};
}

Handles::Given Handles::device(std::string_view controller, std::string_view identity) {
  // What comes between the two stands in no text that has passed.
  std::string name(controller);
  name.push_back('\0');
  name += identity;
  return give(Kind::device, ADAPTER_NONE, std::move(name), 0);
}

Handles::Given Handles::table(adapter_handle parent, std::string_view name) {
  const Entry* above = find(parent);
  if (above == nullptr || (above->kind != Kind::mount && above->kind != Kind::row)) {
    return {.problem = "a table below what is neither the mount nor a row"};
  }
  if (!model::is_relative_path(name)) return {.problem = "an illegal name of a table"};
  const std::size_t count_length = above->path_length + name.size() + kCount.size();
  if (count_length > model::kMaxPathLength) return {.problem = "a path is longer than 256 characters"};
  return give(Kind::table, parent, std::string(name), above->path_length + name.size() + 1);
}

Handles::Given Handles::column(adapter_handle parent, std::string_view name, model::Type type) {
  const Entry* above = find(parent);
  if (above == nullptr || above->kind == Kind::device || above->kind == Kind::column) {
    return {.problem = "a column below what is neither the mount, nor a table, nor a row"};
  }
  if (!model::is_relative_path(name)) return {.problem = "an illegal name of a column"};
  const std::size_t row_length = above->kind == Kind::table ? kLongestRowNumber : 0;
  const Given given = give(Kind::column, parent, std::string(name), above->path_length + row_length + name.size());
  if (given.is_new) entries_[given.handle].type = type;
  return given;
}

Handles::Given Handles::row(adapter_handle table, std::string_view identity) {
  const Entry* above = find(table, Kind::table);
  if (above == nullptr) return {.problem = "a row of what is no table"};
  if (identity.empty()) return {.problem = "a row without identity"};
  return give(Kind::row, table, std::string(identity), above->path_length + kLongestRowNumber);
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
  const auto above = entries_.find(parent);
  if (above == entries_.end()) return;
  if (kind == Kind::row) --above->second.children[0];
  if (kind == Kind::column) --above->second.children[1];
}

}  // namespace proxy::plugin
