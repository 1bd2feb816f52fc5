// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/watches.hpp"

#include "proxy/daemon/commands/live_reads.hpp"
#include "proxy/daemon/commands/replies.hpp"
#include "proxy/model/data_source.hpp"
#include "proxy/model/path.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace proxy::daemon {

constexpr std::chrono::seconds kPeriod{2};

Watches::Watches(model::Tree& tree, boost::asio::io_context& loop) : Observer(tree), tree_(tree), timer_(loop) {}

void Watches::add(std::vector<std::string> paths, std::shared_ptr<control::Answer> answer) {
  drop_ended();
  watches_.push_back({std::move(paths), std::move(answer)});
  if (!std::exchange(is_polling_, true)) read_live_values();
}

void Watches::drop_ended() {
  watches_.remove_if([](const Watch& watch) { return !watch.answer->is_open(); });
}

void Watches::read_live_values() {
  drop_ended();
  std::vector<model::ParameterRef> live;
  for (const Watch& watch : watches_) {
    for (const std::string& path : watch.paths) {
      if (path.empty() || path == model::kRoot) continue;
      const auto below = live_parameters(tree_, path);
      live.insert(live.end(), below.begin(), below.end());
    }
  }
  // The next time if the tree is frozen. Without a live value the timer rests until the next watch.
  is_polling_ = !live.empty();
  if (!is_polling_) return;
  if (!tree_.frozen()) model::refresh_all(live, [] {});
  timer_.expires_after(kPeriod);
  timer_.async_wait(lifetime_.guard([this](boost::system::error_code error) {
    if (!error) read_live_values();
  }));
}

void Watches::value_changed(model::ParameterRef parameter, model::Origin origin) {
  if (watches_.empty()) return;
  const std::string path = tree_.path(parameter);
  watches_.remove_if([&](const Watch& watch) {
    const bool is_watched = std::ranges::any_of(watch.paths, [&](const std::string& watched) {
      return path == watched || watched.empty() || (watched.ends_with('.') && path.starts_with(watched));
    });
    if (!is_watched) return false;
    return !watch.answer->event({{"path", path}, {"value", tree_.value(parameter)}, {"by", word(origin)}});
  });
}

}  // namespace proxy::daemon
