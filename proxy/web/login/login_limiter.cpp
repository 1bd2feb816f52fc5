// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/login/login_limiter.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace proxy::web {

using std::chrono::ceil;
using std::chrono::seconds;

seconds LoginLimiter::attempt(const std::string& address, base::SteadyTime now) {
  Attempts& attempts = of(address, now);
  const base::SteadyTime in_all = std::max(in_all_, now) - kFreeAttemptsInAll * kPauseInAll;
  const seconds wait = std::max(ceil<seconds>(attempts.next - now), ceil<seconds>(in_all + kPauseInAll - now));
  if (wait > seconds::zero()) return wait;
  attempts.last = now;
  attempts.failed = std::min(attempts.failed + 1, kFreeAttempts + 10U);
  if (attempts.failed >= kFreeAttempts)
    attempts.next = now + std::min(seconds(1U << (attempts.failed - kFreeAttempts)), kMaxWait);
  in_all_ = std::max(in_all_, now) + kPauseInAll;
  return seconds::zero();
}

void LoginLimiter::succeeded(const std::string& address) {
  addresses_.erase(address);
  in_all_ -= kPauseInAll;
}

LoginLimiter::Attempts& LoginLimiter::of(const std::string& address, base::SteadyTime now) {
  std::erase_if(addresses_, [&](const auto& entry) { return now - entry.second.last >= kForgetAfter; });
  const auto found = addresses_.find(address);
  if (found != addresses_.end()) return found->second;
  // An attacker with many addresses is bounded by the allowance of all.
  if (addresses_.size() >= kMaxAddresses) {
    addresses_.erase(std::ranges::min_element(addresses_, {}, [](const auto& entry) { return entry.second.last; }));
  }
  return addresses_.emplace(address, Attempts{0, now, now}).first->second;
}

std::string limited_address(const std::string& address) {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error || !parsed.is_v6()) return address;
  const auto v6 = parsed.to_v6();
  if (v6.is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_string();
  auto bytes = v6.to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return boost::asio::ip::make_address_v6(bytes).to_string();
}

}  // namespace proxy::web
