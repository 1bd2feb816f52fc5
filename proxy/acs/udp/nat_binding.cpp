// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/udp/nat_binding.hpp"

#include "proxy/base/log.hpp"

#include <algorithm>
#include <utility>

namespace proxy::acs {
namespace {

using namespace std::chrono_literals;

constexpr unsigned kMaxSends = 9;
constexpr unsigned kMaxChangesInARow = 3;
constexpr std::chrono::milliseconds kFirstResend = 100ms;
constexpr std::chrono::milliseconds kMaxResendWait = 1600ms;
constexpr std::chrono::seconds kFirstRetry = 10s;
constexpr std::chrono::seconds kMaxRetryWait = 600s;
constexpr std::chrono::seconds kMaxTriedPeriod = 600s;
constexpr std::chrono::seconds kShortestPeriod = 1s;
/// The search for the lifetime stops at a precision of an eighth.
constexpr int kPrecision = 8;
constexpr unsigned kUnauthorized = 401;

std::chrono::milliseconds resend_wait(unsigned sent) {
  return std::min(kFirstResend * (1U << std::min(sent - 1, 8U)), kMaxResendWait);
}

}  // namespace

NatBinding::NatBinding(std::function<std::string()> random_id, std::function<std::optional<UdpEndpoint>()> local)
    : random_id_(std::move(random_id)), local_(std::move(local)) {}

void NatBinding::start(const Settings& settings, base::SteadyTime now) {
  settings_ = settings;
  signs_ = false;
  can_probe_ = true;
  failures_ = 0;
  alive_ = std::max(settings_.minimum_period, kShortestPeriod);
  dead_ = longest();
  result_ = {};
  after_silence_ = false;
  ask(false, now);
}

void NatBinding::stop() {
  state_ = State::stopped;
  result_ = {};
  due_.reset();
  outgoing_.clear();
}

std::chrono::seconds NatBinding::longest() const {
  return std::max(settings_.maximum_period.value_or(kMaxTriedPeriod),
                  std::max(settings_.minimum_period, kShortestPeriod));
}

bool NatBinding::seeks_lifetime() const {
  return can_probe_ && dead_ - alive_ > std::max<std::chrono::seconds>(1s, alive_ / kPrecision);
}

std::chrono::seconds NatBinding::period() const { return result_.nat_detected ? alive_ : longest(); }

void NatBinding::ask(bool binding_change, base::SteadyTime now) {
  StunRequest request{.id = random_id_(),
                      .username = settings_.username,
                      .connection_request_binding = true,
                      .binding_change = binding_change};
  if (signs_) request.password = settings_.password.reveal();
  state_ = State::asking;
  told_change_ = binding_change;
  signed_ = signs_;
  request_id_ = request.id;
  request_ = {Port::primary, request.encode()};
  sent_ = 0;
  send_again(now);
}

/// Requests an answer to the primary port, which has been silent for the period that is tried.
void NatBinding::probe(base::SteadyTime now) {
  const StunRequest request{.id = random_id_(), .username = {}, .response_address = result_.address};
  state_ = State::probing;
  request_id_ = request.id;
  request_ = {Port::secondary, request.encode()};
  sent_ = 0;
  send_again(now);
}

void NatBinding::send_again(base::SteadyTime now) {
  outgoing_.push_back(request_);
  ++sent_;
  due_ = now + (sent_ == kMaxSends ? kMaxResendWait : resend_wait(sent_));
}

void NatBinding::tick(base::SteadyTime now) {
  if (!due_ || *due_ > now) return;
  switch (state_) {
    case State::stopped: break;
    case State::asking: return sent_ < kMaxSends ? send_again(now) : unreachable(now);
    case State::probing: return sent_ < kMaxSends ? send_again(now) : probe_ended(false, now);
    case State::backed_off: return ask(false, now);
    case State::waiting:
      if (result_.nat_detected && seeks_lifetime()) return probe(now);
      after_silence_ = result_.nat_detected;
      return ask(false, now);
  }
}

void NatBinding::unreachable(base::SteadyTime now) {
  if (state_ == State::stopped) return;
  if (failures_ == 0)
    base::log::warning("acs.stun.timeout",
                       "the STUN server does not answer: the ACS cannot send UDP connection requests");
  fail(now);
}

void NatBinding::fail(base::SteadyTime now) {
  state_ = State::backed_off;
  result_.address.reset();
  after_silence_ = false;
  const auto wait = std::min(kFirstRetry * (1U << std::min(failures_, 8U)), kMaxRetryWait);
  ++failures_;
  due_ = now + std::max<std::chrono::seconds>(wait, settings_.minimum_period);
}

void NatBinding::received(Port port, std::string_view datagram, base::SteadyTime now) {
  if (state_ != State::asking && state_ != State::probing) return;
  const std::optional<StunResponse> response = parse_stun_response(datagram);
  if (!response || response->id != request_id_) return;
  if (state_ == State::asking) return response->is_error ? refused(*response, now) : answered(*response, now);
  if (port == Port::primary && !response->is_error) return probe_ended(true, now);
  base::log::debug(
      "acs.stun.no_probe",
      "the STUN server answers only to the port that sent the request: keep-alives use the minimum period");
  can_probe_ = false;
  ask(false, now);
}

void NatBinding::refused(const StunResponse& response, base::SteadyTime now) {
  const bool can_sign = !settings_.username.empty() && !settings_.password.empty();
  if (response.error_code == kUnauthorized && !signed_ && can_sign) {
    signs_ = true;
    return ask(told_change_, now);
  }
  if (failures_ == 0)
    base::log::warning("acs.stun.rejected", "the STUN server rejects the binding request with error {}",
                       response.error_code);
  fail(now);
}

void NatBinding::answered(const StunResponse& response, base::SteadyTime now) {
  if (signed_ && !response.signed_with(settings_.password.reveal())) return;  // unsigned, so it may be forged
  const std::optional<UdpEndpoint> local = local_();
  if (!response.mapped || !local) return unreachable(now);
  failures_ = 0;
  const bool is_new = result_.address != response.mapped;
  // The binding was lost before a keep-alive: its lifetime is shorter than assumed.
  if (is_new && std::exchange(after_silence_, false)) {
    dead_ = alive_;
    alive_ = std::max(settings_.minimum_period, kShortestPeriod);
  }
  result_ = {.address = response.mapped, .nat_detected = *response.mapped != *local};
  // A server or NAT that gives another address each time must not cause endless requests.
  changes_ = is_new ? changes_ + 1 : 0;
  if (is_new && changes_ <= kMaxChangesInARow) return ask(true, now);
  wait(now);
}

void NatBinding::probe_ended(bool alive, base::SteadyTime now) {
  (alive ? alive_ : dead_) = candidate();
  ask(false, now);
}

void NatBinding::wait(base::SteadyTime now) {
  state_ = State::waiting;
  after_silence_ = false;
  due_ = now + (result_.nat_detected && seeks_lifetime() ? candidate() : period());
}

}  // namespace proxy::acs
