// SPDX-License-Identifier: Apache-2.0
#pragma once
// ACS discovery: reads the file that the hooks of DHCP clients write (packaging/dhcp), and reads it again when it
// changes. inotify reports the change; nothing is polled.
// Spec: TR-069 Amendment 6, 3.1 (ACS discovery)
// Thread: loop

#include "proxy/acs/discovery/dhcp_options.hpp"
#include "proxy/base/lifetime.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

namespace proxy::acs {

class Discovery {
 public:
  /// `found` is called for each ACS that differs from the last one. A missing file, or a file without an ACS, changes
  /// nothing: the last ACS stays.
  Discovery(boost::asio::any_io_executor executor, std::filesystem::path file,
            std::function<void(const Discovered&)> found);
  ~Discovery();
  Discovery(const Discovery&) = delete;
  Discovery& operator=(const Discovery&) = delete;

  /// Creates the file's folder if it is missing, watches it, and reads the file.
  void start();
  /// Reads the file now, without a change that inotify reports.
  void read();
  void stop();

  /// The ACS found last; its URL is empty if none was found yet.
  const Discovered& last() const { return last_; }

 private:
  void watch();
  void wait();
  void on_events(std::size_t size);

  std::filesystem::path file_;
  std::function<void(const Discovered&)> found_;
  boost::asio::posix::stream_descriptor events_;
  alignas(8) std::array<char, 4096> buffer_{};
  Discovered last_;
  base::Lifetime lifetime_;
};

}  // namespace proxy::acs
