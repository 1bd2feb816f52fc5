// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/message_handler.hpp"

#include "proxy/base/log.hpp"

#include <utility>

namespace proxy::plugin {

MessageHandler::MessageHandler(Dependencies& dependencies, const Targets& targets, std::string name, bool has_mount)
    : dependencies_(dependencies), targets_(targets), name_(std::move(name)), has_mount_(has_mount) {}

void MessageHandler::handle(Message& message) {
  std::visit([this](auto& content) { handle(content); }, message);
}

void MessageHandler::end_turn() {
  targets_.subtree.save_devices();
  targets_.table.save();
}

// ---- values and answers ---------------------------------------------------------------------------------------------

void MessageHandler::handle(Value& message) {
  if (message.cell.column == kContactColumn) return targets_.shown.contacted(message.cell.row, now_);
  const auto parameter = targets_.subtree.find(message.cell);
  if (parameter && message.cell.column == ADAPTER_VALUE) note_change(*parameter, message);
  if (targets_.watches.published(message.cell, message.text)) return contacted(message.cell.row);
  if (!parameter) return targets_.board.reject("publish(): the parameter was rejected or removed");
  if (targets_.subtree.column(message.cell.column)->stored) {
    return targets_.board.reject("publish(): the parameter has ADAPTER_STORED; the host alone keeps it");
  }
  targets_.tree.set_value(*parameter, std::move(message.text),
                          message.is_retained ? model::Origin::retained : model::Origin::device);
  if (!message.is_retained) contacted(message.cell.row);
}

/// A value that a set waits for is in the tree already; another one does not replace it.
void MessageHandler::note_change(model::ParameterRef parameter, const Value& message) {
  const model::Tree& tree = targets_.tree;
  const bool is_same = tree.has_value(parameter) && tree.stored_value(parameter) == message.text;
  const bool is_awaited = targets_.watches.contains(message.cell);
  if (is_same == is_awaited || !targets_.table.has_changed(*parameter.row)) {
    targets_.table.set_changed(*parameter.row, now_);
  }
}

/// Each value that a device sends now counts as contact with it, also one that only confirms a set.
void MessageHandler::contacted(adapter_handle row) {
  const Subtree::RowEntry* const entry = targets_.subtree.row(row);
  if (entry != nullptr && entry->device != ADAPTER_NONE) targets_.shown.contacted(entry->device, now_);
}

void MessageHandler::handle(Reply& message) {
  targets_.calls.answer(message.token,
                        {.kind = Answer::Kind::reply, .status = message.status, .detail = std::move(message.detail)});
}

void MessageHandler::handle(ReplyRow& message) {
  targets_.calls.answer(message.token, {.kind = Answer::Kind::row, .row = message.row});
}

void MessageHandler::handle(Posted& message) { targets_.adapter.run(message); }

// ---- the adapter's own tables ---------------------------------------------------------------------------------------

/// An adapter without `mount` shows devices in the standard shape, and nothing else.
bool MessageHandler::is_misplaced(adapter_handle parent, std::string_view name) {
  if (parent != ADAPTER_MOUNT || has_mount_) return false;
  targets_.board.reject("declare() or declare_table(): the adapter's section has no `mount`");
  if (!std::exchange(misplaced_logged_, true)) {
    base::log::error("plugin.adapter.no_mount",
                     "adapter {}: {} is ignored, as all that the adapter declares: its section has no `mount`", name_,
                     name);
  }
  return true;
}

void MessageHandler::handle(DeclareTable& message) {
  if (is_misplaced(message.parent, message.name)) return;
  for (const std::string& identity : targets_.subtree.declare(message)) {
    targets_.adapter.known_row(message.handle, identity);
  }
}

void MessageHandler::handle(DeclareColumn& message) {
  model::Parameter& parameter = message.column->parameter;
  if (is_misplaced(message.parent, parameter.name)) return;
  // The tree offers only what the adapter carries out.
  if (!message.column->stored && !targets_.calls.takes(AdapterObject::Request::apply)) parameter.writable = false;
  if (!targets_.calls.takes(AdapterObject::Request::get)) parameter.live = false;
  targets_.subtree.declare(message);
}

void MessageHandler::handle(AddRow& message) {
  Subtree::RowEntry* const entry = targets_.subtree.add_row(message, targets_.calls.origin_of(message.table));
  if (entry == nullptr) return;
  const bool was_claimed = std::exchange(entry->claimed, true);
  targets_.links.row_added(message.handle, *entry, message.device);
  if (!was_claimed) dependencies_.came_back();
}

void MessageHandler::handle(RemoveRow& message) {
  targets_.table.save();
  targets_.subtree.remove_row(message.handle, targets_.calls.origin_of(message.handle), false);
}

// ---- devices --------------------------------------------------------------------------------------------------------

void MessageHandler::handle(DeclareDevice& message) {
  targets_.devices.add(message.handle, {std::move(message.controller), std::move(message.identity)},
                       std::move(message.protocol));
}

void MessageHandler::handle(RemoveDevice& message) {
  const Devices::Device* const device = targets_.devices.find(message.handle);
  if (device == nullptr) return;
  if (device->shown_row != ADAPTER_NONE) {
    targets_.table.save();  // a later write of the removed row would stay in the store
    const Subtree::RowEntry* const entry = targets_.subtree.row(device->shown_row);
    if (entry != nullptr) targets_.device_log.gone(device->id.identity, targets_.subtree.path(*entry->row));
    targets_.subtree.remove_row(device->shown_row, model::Origin::device, false);
  }
  targets_.devices.remove(message.handle);
}

void MessageHandler::handle(ShowDevice& message) {
  if (targets_.shown.handle(message)) dependencies_.came_back();
}

void MessageHandler::handle(AddCapability& message) {
  // The tree offers only what the adapter carries out.
  if (class_of(message.capability->kind).writable && !targets_.calls.takes(AdapterObject::Request::apply)) {
    targets_.board.erase(message.handle);
    return targets_.board.reject("capability(): it is writable, and the adapter has no apply()");
  }
  if (targets_.shown.handle(message)) dependencies_.came_back();
}

void MessageHandler::handle(NotifyOnline& message) {
  targets_.devices.set_online_notification(message.device, message.notification);
}

void MessageHandler::handle(SetReport& message) { targets_.subtree.set_report_rule(message); }

void MessageHandler::handle(SetPresence& message) {
  const adapter_handle device = targets_.links.set_presence(message.handle, message.presence);
  if (message.handle == ADAPTER_MOUNT) {
    targets_.devices.set_away(message.presence == ADAPTER_OFFLINE);
    targets_.shown.presence_changed();
  } else {
    targets_.shown.presence_changed(device);
  }
  if (message.presence == ADAPTER_OFFLINE) {
    dependencies_.went_offline();
  } else {
    dependencies_.came_back();
  }
}

}  // namespace proxy::plugin
