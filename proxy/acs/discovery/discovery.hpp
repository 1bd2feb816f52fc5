// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the ACS by what DHCP clients leave in a file (packaging/dhcp), and sees when that changes. The kernel tells:
// nothing here polls.
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
  /// `found` is called with each ACS that differs from the one before. A file that is gone, or names none, changes
  /// nothing: an ACS that was found stays until another is.
  Discovery(boost::asio::any_io_executor executor, std::filesystem::path file,
            std::function<void(const Discovered&)> found);
  ~Discovery();
  Discovery(const Discovery&) = delete;
  Discovery& operator=(const Discovery&) = delete;

  /// Watches the file's folder, which is made if it is not there, and reads the file.
  void start();
  /// Reads the file, whether or not the kernel told of a change.
  void read();
  void stop();

  /// What was found last; without a URL: nothing yet.
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
