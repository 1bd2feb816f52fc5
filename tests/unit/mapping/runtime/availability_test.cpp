// SPDX-License-Identifier: Apache-2.0
// Shows when a device counts as online: by one word, by several, by its silence.
#include "adapters/mapping/runtime/availability.hpp"

#include "tests/support/catch.hpp"

using namespace adapters::mapping;
using namespace std::chrono_literals;
using Mode = Availability::Mode;

namespace {

constexpr PresenceState::Time kStart{1h};

Availability of_two(Mode mode) { return {std::vector<PresenceSource>(2), mode, 0s}; }

/// What the two say, one after the other; and then what holds.
adapter_presence together(Mode mode, adapter_presence first, adapter_presence second) {
  const Availability availability = of_two(mode);
  PresenceState state;
  if (first != ADAPTER_UNKNOWN) state.said(availability, 0, first);
  if (second != ADAPTER_UNKNOWN) state.said(availability, 1, second);
  return state.presence(availability, kStart);
}

std::string word(const PresenceSource& source, std::string_view bytes) {
  Payload payload(bytes);
  const auto presence = presence_in(payload, source);
  if (!presence) return "rejected";
  return *presence == ADAPTER_ONLINE ? "online" : *presence == ADAPTER_OFFLINE ? "offline" : "unknown";
}

}  // namespace

TEST_CASE("a word says it, in any case, and an empty message takes it back") {
  const PresenceSource plain;
  CHECK(word(plain, "Online\n") == "online");
  CHECK(word(plain, "gone") == "offline");
  CHECK(word(plain, "") == "unknown");
  PresenceSource bridge;
  bridge.pointer = *Pointer::parse("/state");
  bridge.offline = "offline";
  CHECK(word(bridge, R"({"state":"online"})") == "online");
  CHECK(word(bridge, R"({"state":"OFFLINE"})") == "offline");
  CHECK(word(bridge, R"({"state":"sleeping"})") == "rejected");
  CHECK(word(bridge, R"({"state":null})") == "rejected");
  CHECK(word(bridge, "online") == "rejected");
  PresenceSource flag;
  flag.pointer = *Pointer::parse("/connected");
  flag.online = "true";
  CHECK(word(flag, R"({"connected":true})") == "online");
  CHECK(word(flag, R"({"connected":false})") == "offline");
}

TEST_CASE("of several, all, any or the latest decides") {
  constexpr auto up = ADAPTER_ONLINE;
  constexpr auto down = ADAPTER_OFFLINE;
  constexpr auto none = ADAPTER_UNKNOWN;
  CHECK(together(Mode::all, none, none) == none);
  CHECK(together(Mode::all, up, none) == none);
  CHECK(together(Mode::all, up, up) == up);
  CHECK(together(Mode::all, up, down) == down);
  CHECK(together(Mode::all, none, down) == down);
  CHECK(together(Mode::any, none, none) == none);
  CHECK(together(Mode::any, down, none) == none);
  CHECK(together(Mode::any, down, up) == up);
  CHECK(together(Mode::any, down, down) == down);
  CHECK(together(Mode::latest, up, down) == down);
  CHECK(together(Mode::latest, down, up) == up);
  CHECK(together(Mode::latest, none, none) == none);
}

TEST_CASE("silence makes a device silent until it is heard again") {
  const Availability availability{{}, Mode::all, 60s};
  PresenceState state;
  CHECK(state.presence(availability, kStart) == ADAPTER_UNKNOWN);
  CHECK_FALSE(state.stale_at(availability));
  state.heard(kStart, false);
  CHECK(state.presence(availability, kStart + 59s) == ADAPTER_ONLINE);
  CHECK(state.stale_at(availability) == kStart + 60s);
  CHECK(state.presence(availability, kStart + 60s) == ADAPTER_SILENT);
  state.heard(kStart + 70s, true);  // what the broker had kept is no sign of life
  CHECK(state.presence(availability, kStart + 70s) == ADAPTER_SILENT);
  state.heard(kStart + 80s, false);
  CHECK(state.presence(availability, kStart + 80s) == ADAPTER_ONLINE);
}

TEST_CASE("a message that was kept begins the silence and says no more") {
  const Availability availability{{}, Mode::all, 60s};
  PresenceState state;
  state.heard(kStart, true);
  CHECK(state.presence(availability, kStart + 1s) == ADAPTER_UNKNOWN);
  state.heard(kStart + 30s, true);
  CHECK(state.presence(availability, kStart + 60s) == ADAPTER_SILENT);
}

TEST_CASE("silence outweighs a word for online, and a word for offline outweighs silence") {
  const Availability availability{std::vector<PresenceSource>(1), Mode::all, 60s};
  PresenceState state;
  state.heard(kStart, false);
  CHECK(state.presence(availability, kStart) == ADAPTER_UNKNOWN);
  state.said(availability, 0, ADAPTER_ONLINE);
  CHECK(state.presence(availability, kStart) == ADAPTER_ONLINE);
  CHECK(state.presence(availability, kStart + 60s) == ADAPTER_SILENT);
  state.heard(kStart + 61s, false);
  CHECK(state.presence(availability, kStart + 61s) == ADAPTER_ONLINE);
  state.said(availability, 0, ADAPTER_OFFLINE);
  CHECK(state.presence(availability, kStart + 61s) == ADAPTER_OFFLINE);
  CHECK(state.presence(availability, kStart + 300s) == ADAPTER_OFFLINE);
  state.said(availability, 0, ADAPTER_UNKNOWN);
  CHECK(state.presence(availability, kStart + 300s) == ADAPTER_SILENT);
}
