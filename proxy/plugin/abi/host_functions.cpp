// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/host_functions.hpp"

#include "proxy/plugin/abi/adapter_text.hpp"

#include <utility>

namespace proxy::plugin {

HostFunctions::HostFunctions(HandleSource& handles, const base::log::AdapterNames& names, std::string_view mount,
                             const HostInfo& info, Redaction redaction, std::function<void()> wake)
    : name_(names.name),
      oui_(info.oui),
      config_dir_(info.config_dir),
      board_(handles, mount, std::move(wake)),
      log_(names, std::move(redaction)),
      device_log_(name_),
      declarations_(board_),
      values_(board_),
      shape_(board_, device_log_, oui_),
      overview_(board_),
      table_{ADAPTER_ABI_VERSION,
             sizeof(adapter_host),
             this,
             name_.c_str(),
             oui_.c_str(),
             config_dir_.c_str(),
             &log,
             &device,
             &remove_device,
             &declare_table,
             &declare,
             &add_row,
             &remove_row,
             &publish,
             &presence,
             &reply,
             &reply_row,
             &post,
             &rejected,
             &show_device,
             &capability,
             &skipped,
             &publish_retained,
             &notify_online,
             &report,
             &contact,
             &known_capability,
             &status,
             &broker,
             &max_packet} {}

void HostFunctions::log(void* context, std::uint32_t level, const char* message) noexcept {
  of(context).log_.write(level, message);
}

// ---- declarations and values ----------------------------------------------------------------------------------------

adapter_handle HostFunctions::device(void* context, const adapter_device* device) noexcept {
  return of(context).declarations_.device(device);
}

void HostFunctions::remove_device(void* context, adapter_handle device) noexcept {
  of(context).declarations_.remove_device(device);
}

adapter_handle HostFunctions::declare_table(void* context, adapter_handle parent, const adapter_table* table) noexcept {
  return of(context).declarations_.table(parent, table);
}

adapter_handle HostFunctions::declare(void* context, adapter_handle parent, const adapter_column* column) noexcept {
  return of(context).declarations_.column(parent, column);
}

adapter_handle HostFunctions::add_row(void* context, adapter_handle table, adapter_handle device,
                                      const char* identity) noexcept {
  return of(context).declarations_.add_row(table, device, identity);
}

void HostFunctions::remove_row(void* context, adapter_handle row) noexcept {
  of(context).declarations_.remove_row(row);
}

void HostFunctions::presence(void* context, adapter_handle handle, std::uint32_t presence) noexcept {
  of(context).declarations_.presence(handle, presence);
}

void HostFunctions::publish(void* context, const adapter_value* values, std::size_t count) noexcept {
  of(context).values_.publish(values, count, false);
}

void HostFunctions::publish_retained(void* context, const adapter_value* values, std::size_t count) noexcept {
  of(context).values_.publish(values, count, true);
}

adapter_handle HostFunctions::show_device(void* context, adapter_handle device,
                                          const adapter_device_facts* facts) noexcept {
  return of(context).shape_.show_device(device, facts);
}

adapter_handle HostFunctions::capability(void* context, adapter_handle device,
                                         const adapter_capability* given) noexcept {
  return of(context).shape_.capability(device, given);
}

void HostFunctions::skipped(void* context, const char* identity, const char* reason) noexcept {
  of(context).shape_.skipped(identity, reason);
}

void HostFunctions::notify_online(void* context, adapter_handle device, std::uint32_t notify) noexcept {
  of(context).shape_.notify_online(device, notify);
}

void HostFunctions::report(void* context, adapter_handle row, adapter_handle column,
                           const adapter_report_rule* rule) noexcept {
  of(context).declarations_.report({row, column}, rule);
}

adapter_handle HostFunctions::known_capability(void* context, adapter_handle device,
                                               const adapter_capability* given) noexcept {
  return of(context).shape_.known_capability(device, given);
}

void HostFunctions::contact(void* context, adapter_handle device) noexcept { of(context).values_.contact(device); }

// ---- answers --------------------------------------------------------------------------------------------------------

void HostFunctions::reply(void* context, adapter_token token, std::uint32_t status, const char* detail) noexcept {
  of(context).board_.when_open([&](BoardContent& board) {
    if (status > ADAPTER_FAILED) return board.reject("reply(): unknown status");
    board.enqueue(Reply{token, static_cast<adapter_status>(status), excerpt(detail, kMaxLine)}, 0, true);
  });
}

void HostFunctions::reply_row(void* context, adapter_token token, adapter_handle row) noexcept {
  of(context).board_.when_open([&](BoardContent& board) { board.enqueue(ReplyRow{token, row}, 0, true); });
}

void HostFunctions::post(void* context, void (*function)(void*), void* argument) noexcept {
  of(context).board_.when_open([&](BoardContent& board) {
    if (function == nullptr) return board.reject("post(): no function");
    board.enqueue(Posted{function, argument}, 0);
  });
}

void HostFunctions::status(void* context, std::uint32_t condition, const char* text) noexcept {
  of(context).overview_.status(condition, text);
}

void HostFunctions::broker(void* context, const adapter_broker* broker) noexcept {
  of(context).overview_.broker(broker);
}

void HostFunctions::max_packet(void* context, std::uint32_t bytes) noexcept { of(context).overview_.max_packet(bytes); }

void HostFunctions::rejected(void* context, const char* reason) noexcept {
  of(context).board_.when_open([&](BoardContent& board) { board.reject(excerpt(reason, kMaxLine)); });
}

}  // namespace proxy::plugin
