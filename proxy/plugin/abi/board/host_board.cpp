// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/host_board.hpp"

namespace proxy::plugin {

void HostBoard::open() {
  const std::lock_guard lock(mutex_);
  content_->open();
}

void HostBoard::close() {
  const std::lock_guard lock(mutex_);
  content_->close();
}

void HostBoard::retire() {
  const std::lock_guard lock(mutex_);
  content_.reset();
}

std::vector<Message> HostBoard::take(std::size_t max) {
  const std::lock_guard lock(mutex_);
  return content_->take(max);
}

void HostBoard::watch(CellHandle cell) {
  const std::lock_guard lock(mutex_);
  content_->inbox().watch(cell);
}

void HostBoard::unwatch(CellHandle cell) {
  const std::lock_guard lock(mutex_);
  content_->inbox().unwatch(cell);
}

adapter_handle HostBoard::row(adapter_handle table, std::string_view identity) {
  const std::lock_guard lock(mutex_);
  return identity.size() <= Handles::kMaxText ? content_->handles().row(table, identity).handle : ADAPTER_NONE;
}

adapter_handle HostBoard::device(std::string_view controller, std::string_view identity) {
  const std::lock_guard lock(mutex_);
  return content_->handles().device(controller, identity).handle;
}

adapter_handle HostBoard::shown(adapter_handle device) {
  const std::lock_guard lock(mutex_);
  return content_->handles().shown(device).handle;
}

adapter_handle HostBoard::capability(adapter_handle shown, const Capability& capability) {
  const std::lock_guard lock(mutex_);
  return content_->handles().capability(shown, capability.identity, capability.kind).handle;
}

void HostBoard::erase(adapter_handle handle) {
  const std::lock_guard lock(mutex_);
  content_->handles().erase(handle);
}

void HostBoard::reject(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  content_->reject(reason);
}

BoardCounters HostBoard::counters() const {
  const std::lock_guard lock(mutex_);
  return content_->counters();
}

std::map<std::string, std::string> HostBoard::skipped() const {
  const std::lock_guard lock(mutex_);
  return content_->skipped();
}

std::vector<Rejection> HostBoard::rejections() const {
  const std::lock_guard lock(mutex_);
  return content_->rejections().all();
}

}  // namespace proxy::plugin
