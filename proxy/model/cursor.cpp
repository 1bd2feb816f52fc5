// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/cursor.hpp"

#include <algorithm>

namespace proxy::model {
namespace {

/// The name in the list at this place, if it begins with the prefix.
template <class List, class NameOf>
std::string_view name_at(const List& list, std::size_t place, std::string_view prefix, NameOf name_of) {
  if (place >= list.size()) return {};
  const std::string_view name = name_of(list[place]);
  return name.starts_with(prefix) ? name : std::string_view{};
}

template <class List, class NameOf>
std::size_t first_place(const List& list, std::string_view prefix, NameOf name_of) {
  const auto place = std::lower_bound(list.begin(), list.end(), prefix, [&](const auto& entry, std::string_view other) {
    return name_of(entry) < other;
  });
  return static_cast<std::size_t>(place - list.begin());
}

/// How much of `name` stands for objects that `previous` is in as well.
std::size_t shared_objects(std::string_view previous, std::string_view name) {
  const auto [left, right] = std::mismatch(previous.begin(), previous.end(), name.begin(), name.end());
  const auto same = name.substr(0, static_cast<std::size_t>(right - name.begin()));
  const auto dot = same.rfind('.');
  return dot == std::string_view::npos ? 0 : dot + 1;
}

auto column_name(const Shape& shape) {
  return [&shape](ColumnIndex column) -> std::string_view { return shape.columns[column].name; };
}
std::string_view table_name(const std::unique_ptr<Table>& table) { return table->name(); }
std::string_view object_name(const std::string& object) { return object; }

}  // namespace

Cursor::Cursor(const Tree& tree, const Selection& selection, Depth depth, Naming naming)
    : tree_(tree), depth_(depth), naming_(naming), path_(selection.path), begun_(depth == Depth::next_level) {
  switch (selection.kind) {
    case Selection::Kind::pattern: begun_ = true; break;
    case Selection::Kind::parameter: {
      const ParameterRef parameter{selection.row, selection.column};
      item_ = {Item::Kind::parameter, path_, parameter, parameter.info().writable};
      begun_ = false;
      break;
    }
    case Selection::Kind::table:
      item_ = {Item::Kind::table, path_, {}, selection.table->creatable()};
      push_table(*selection.table);
      break;
    case Selection::Kind::object:
      push_row(*selection.row, selection.object);
      frames_.back().path_length -= selection.object.size();
      item_ = {Item::Kind::object, path_, {}, false};
      break;
    case Selection::Kind::row: {
      const Table* parent = selection.row->parent();
      item_ = {parent ? Item::Kind::row : Item::Kind::object, path_, {}, parent && parent->creatable()};
      push_row(*selection.row, {});
      break;
    }
  }
}

void Cursor::push_table(Table& table) {
  Frame frame;
  frame.table = &table;
  frame.path_length = path_.size();
  frames_.push_back(frame);
}

void Cursor::push_row(Row& row, std::string_view prefix) {
  Frame frame;
  frame.row = &row;
  frame.path_length = path_.size();
  frame.prefix_length = prefix.size();
  frame.previous = prefix;
  const Shape& shape = row.shape();
  frame.column = first_place(shape.by_name, prefix, column_name(shape));
  frame.object = first_place(shape.objects, prefix, object_name);
  frame.inner_table = first_place(row.tables(), prefix, table_name);
  // The prefix must outlive the selection: take it from a name that begins with it.
  if (frame.column < shape.by_name.size() && shape.columns[shape.by_name[frame.column]].name.starts_with(prefix)) {
    frame.previous = std::string_view(shape.columns[shape.by_name[frame.column]].name).substr(0, prefix.size());
  } else if (frame.object < shape.objects.size() && shape.objects[frame.object].starts_with(prefix)) {
    frame.previous = std::string_view(shape.objects[frame.object]).substr(0, prefix.size());
  } else if (frame.inner_table < row.tables().size()) {
    frame.previous = std::string_view(row.tables()[frame.inner_table]->name()).substr(0, prefix.size());
  }
  frames_.push_back(frame);
}

const Cursor::Item* Cursor::next() {
  if (!begun_) {
    begun_ = true;
    return &item_;
  }
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    const std::size_t depth = frames_.size();
    if (const Item* item = frame.table ? next_row(frame) : next_of_row(frame)) return item;
    if (frames_.size() == depth) frames_.pop_back();
  }
  return nullptr;
}

const Cursor::Item* Cursor::next_row(Frame& frame) {
  const auto& rows = frame.table->rows();
  if (frame.next_row == rows.size()) return nullptr;
  Row& row = *rows[frame.next_row++];
  path_.resize(frame.path_length);
  row.append_identifier(path_, naming_);
  const Item* item =
      finish(Item::Kind::row, frame, path_.size() - frame.path_length, frame.table->creatable(), {&row, 0});
  if (depth_ == Depth::all) push_row(row, {});
  return item;
}

const Cursor::Item* Cursor::next_of_row(Frame& frame) {
  const Shape& shape = frame.row->shape();
  const std::string_view prefix = frame.previous.substr(0, frame.prefix_length);
  while (true) {
    if (frame.entry.empty()) {
      for (const std::string_view name : {name_at(shape.by_name, frame.column, prefix, column_name(shape)),
                                          name_at(shape.objects, frame.object, prefix, object_name),
                                          name_at(frame.row->tables(), frame.inner_table, prefix, table_name)}) {
        if (!name.empty() && (frame.entry.empty() || name < frame.entry)) frame.entry = name;
      }
      if (frame.entry.empty()) return nullptr;
      frame.opened = shared_objects(frame.previous, frame.entry);
    }
    const auto dot = frame.entry.find('.', frame.opened);
    const bool is_last = dot == std::string_view::npos || dot + 1 == frame.entry.size();
    if (is_last) {
      if (const Item* item = show_entry(frame)) return item;
      continue;
    }
    frame.opened = dot + 1;
    const std::string_view object = frame.entry.substr(0, frame.opened);
    if (is_shown(frame, object)) return show(Item::Kind::object, frame, object, false, {});
  }
}

/// Shows the entry itself, below the objects that are open now, and goes on behind it.
const Cursor::Item* Cursor::show_entry(Frame& frame) {
  Row& row = *frame.row;
  const Shape& shape = row.shape();
  const std::string_view name = std::exchange(frame.entry, {});
  const bool was_open = frame.opened == name.size();
  frame.previous = name;
  const bool shown = is_shown(frame, name);
  if (frame.column < shape.by_name.size() && shape.columns[shape.by_name[frame.column]].name == name) {
    const ParameterRef parameter{&row, shape.by_name[frame.column++]};
    return shown ? show(Item::Kind::parameter, frame, name, parameter.info().writable, parameter) : nullptr;
  }
  if (frame.inner_table < row.tables().size() && row.tables()[frame.inner_table]->name() == name) {
    Table& table = *row.tables()[frame.inner_table++];
    if (!shown) return nullptr;
    const Item* item = show(Item::Kind::table, frame, name, table.creatable(), {});
    if (depth_ == Depth::all) push_table(table);
    return item;
  }
  ++frame.object;
  return shown && !was_open ? show(Item::Kind::object, frame, name, false, {}) : nullptr;
}

/// At next_level only what is directly below the selection.
bool Cursor::is_shown(const Frame& frame, std::string_view name) const {
  if (depth_ == Depth::all) return true;
  const auto dot = name.find('.', frame.prefix_length);
  return dot == std::string_view::npos || dot + 1 == name.size();
}

const Cursor::Item* Cursor::show(Item::Kind kind, const Frame& frame, std::string_view name, bool writable,
                                 ParameterRef parameter) {
  path_.resize(frame.path_length);
  path_.append(name);
  return finish(kind, frame, name.size(), writable, parameter);
}

/// Shows what path_ names, the last characters of which are the item's own.
const Cursor::Item* Cursor::finish(Item::Kind kind, const Frame& frame, std::size_t name_length, bool writable,
                                   ParameterRef parameter) {
  item_ = {kind, path_, parameter, writable};
  if (path_.size() <= kMaxPathLength || characters(path_) <= kMaxPathLength) return &item_;
  if (kind == Item::Kind::row) {
    numbered_ = tree_.path(*parameter.row);
  } else {
    numbered_ = tree_.path(*frame.row).append(path_, path_.size() - name_length);
  }
  item_.path = numbered_;
  return &item_;
}

}  // namespace proxy::model
