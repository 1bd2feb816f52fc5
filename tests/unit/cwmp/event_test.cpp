// SPDX-License-Identifier: Apache-2.0
// Shows how events are put in order and merged, what delivers each and how long it is kept; and the versions of CWMP.
#include "proxy/cwmp/event.hpp"
#include "proxy/cwmp/version.hpp"
#include "tests/support/catch.hpp"

using namespace proxy::cwmp;

TEST_CASE("events go in order; single ones once, the others as often as they happened") {
  const auto arranged = arrange({{EventCode::m_reboot, "b"},
                                 {EventCode::value_change, "a key that such an event has not"},
                                 {EventCode::m_download, "d"},
                                 {EventCode::autonomous_transfer_complete},
                                 {EventCode::value_change},
                                 {EventCode::boot},
                                 {EventCode::m_reboot, "a"},
                                 {EventCode::m_reboot, "b"}});
  const std::vector<EventStruct> expected{
      {EventCode::boot},           {EventCode::value_change},  {EventCode::autonomous_transfer_complete},
      {EventCode::m_reboot, "b"},  {EventCode::m_reboot, "a"}, {EventCode::m_reboot, "b"},
      {EventCode::m_download, "d"}};
  CHECK(arranged == expected);
  CHECK(arrange({}).empty());
}

TEST_CASE("an Inform carries no more than 64 events") {
  std::vector<EventStruct> many(100, {EventCode::m_reboot, "k"});
  many.push_back({EventCode::boot});
  const auto arranged = arrange(many);
  CHECK(arranged.size() == kMaxEvents);
  CHECK(arranged.front().event_code == EventCode::boot);
}

TEST_CASE("each event has its text and its rule") {
  for (const EventRule& rule : kEventRules) {
    CHECK(event_from_text(rule.text) == rule.code);
    CHECK(&event_rule(rule.code) == &rule);
    CHECK(rule.single == !rule.text.starts_with("M "));
  }
  CHECK_FALSE(event_from_text("15 UNHEARD OF"));
  CHECK(event_rule(EventCode::bootstrap).keep == Keep::for_ever);
  CHECK(event_rule(EventCode::boot).keep == Keep::until_reboot);
  CHECK(event_rule(EventCode::connection_request).keep == Keep::one_session);
  CHECK(event_rule(EventCode::m_download).delivered_by == DeliveredBy::transfer_complete_response);
  CHECK(event_rule(EventCode::m_schedule_inform).delivered_by == DeliveredBy::inform_response);
}

TEST_CASE("versions have names and namespaces") {
  CHECK(version_name(Version::v1_3) == "1.3");
  CHECK(version_from_name("1.0") == Version::v1_0);
  CHECK_FALSE(version_from_name("1.5"));
  CHECK_FALSE(version_from_name(""));
  CHECK(version_from_namespace("urn:dslforum-org:cwmp-1-2") == Version::v1_2);
  CHECK_FALSE(version_from_namespace("urn:dslforum-org:cwmp-1-3"));
  CHECK(versions_up_to(Version::v1_4) == "1.0,1.1,1.2,1.3,1.4");
  CHECK(versions_up_to(Version::v1_0) == "1.0");
}
