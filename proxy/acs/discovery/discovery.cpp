// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/discovery/discovery.hpp"

#include "proxy/base/log.hpp"
#include "proxy/config/text.hpp"

#include <sys/inotify.h>
#include <boost/asio/buffer.hpp>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

namespace proxy::acs {
namespace {

constexpr std::size_t kMaxFile = 65536;

}  // namespace

Discovery::Discovery(boost::asio::any_io_executor executor, std::filesystem::path file,
                     std::function<void(const Discovered&)> found)
    : file_(std::move(file)), found_(std::move(found)), events_(std::move(executor)) {}

Discovery::~Discovery() { stop(); }

void Discovery::start() {
  watch();
  wait();
  read();
}

void Discovery::stop() {
  boost::system::error_code ignored;
  events_.close(ignored);
}

void Discovery::watch() {
  std::error_code ignored;
  const std::filesystem::path folder = file_.has_parent_path() ? file_.parent_path() : ".";
  std::filesystem::create_directories(folder, ignored);
  const int descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  boost::system::error_code error;
  events_.close(error);
  if (descriptor >= 0) events_.assign(descriptor);
  if (descriptor < 0 || ::inotify_add_watch(descriptor, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR) < 0)
    base::log::error("acs.dhcp_file.unwatched",
                     "cannot watch {}: {}; changes from DHCP take effect only with the next reload", folder.string(),
                     std::generic_category().message(errno));
}

void Discovery::wait() {
  if (!events_.is_open()) return;
  events_.async_read_some(boost::asio::buffer(buffer_),
                          lifetime_.guard([this](const boost::system::error_code& error, std::size_t size) {
                            if (!error) on_events(size);
                          }));
}

void Discovery::on_events(std::size_t size) {
  const std::string name = file_.filename().string();
  bool changed = false, folder_gone = false;
  for (std::size_t at = 0; at + sizeof(inotify_event) <= size;) {
    inotify_event event{};
    std::memcpy(&event, buffer_.data() + at, sizeof event);
    const char* text = buffer_.data() + at + sizeof event;
    changed = changed || (event.mask & IN_Q_OVERFLOW) != 0 ||
              (event.len > 0 && std::string_view(text, ::strnlen(text, event.len)) == name);
    folder_gone = folder_gone || (event.mask & IN_IGNORED) != 0;
    at += sizeof event + event.len;
  }
  if (folder_gone) watch();
  wait();
  if (changed || folder_gone) read();
}

void Discovery::read() {
  std::error_code ignored;
  if (!std::filesystem::exists(file_, ignored)) return;
  const auto [text, problem] = config::read_file(file_, kMaxFile);
  if (!problem.empty())
    return base::log::warning("acs.dhcp_file.unreadable", "cannot read {}: {}", file_.string(), problem);
  DhcpOptions options = read_dhcp_options(text);
  for (const std::string& wrong : options.problems)
    base::log::warning("acs.dhcp_file.invalid", "{}: {}", file_.string(), wrong);
  if (options.discovered.url.empty() || options.discovered == last_) return;
  last_ = std::move(options.discovered);
  base::log::info("acs.dhcp_file.url", "the URL of the ACS from DHCP is {}", last_.url);
  found_(last_);
}

}  // namespace proxy::acs
