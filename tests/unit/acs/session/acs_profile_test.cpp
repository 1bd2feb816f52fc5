// SPDX-License-Identifier: Apache-2.0
// Shows what is learnt of an ACS, and when it is forgotten.
#include "proxy/acs/session/acs_profile.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

using proxy::acs::AcsProfile;
using proxy::acs::SessionResult;
using proxy::config::HttpCompression;
using proxy::cwmp::Version;

namespace {

proxy::config::Acs at(const std::string& url, HttpCompression compression = HttpCompression::disabled) {
  proxy::config::Acs settings;
  settings.url = url;
  settings.http_compression = compression;
  return settings;
}

const std::string kUrl = "http://acs.example/a b";
const proxy::cwmp::DeviceIdStruct kDevice{"Example", "00D09E", "Home Gateway", "GW/0001-é"};

}  // namespace

TEST_CASE("the version agreed on is that of one ACS, and is remembered") {
  StateFolder state;
  {
    AcsProfile acs(state.store->facts);
    acs.use(at(kUrl));
    CHECK(acs.negotiated() == Version::v1_4);
    acs.agreed_on(kUrl, Version::v1_1);
    CHECK(acs.negotiated() == Version::v1_1);
    CHECK(acs.offered() == Version::v1_4);
    acs.agreed_on("http://elsewhere/", Version::v1_0);  // it was left meanwhile
    CHECK(acs.negotiated() == Version::v1_1);
  }
  state.reopen();
  AcsProfile acs(state.store->facts);
  acs.use(at(kUrl));
  CHECK(acs.negotiated() == Version::v1_1);
  acs.use(at("http://elsewhere/"));
  CHECK(acs.negotiated() == Version::v1_4);
}

TEST_CASE("an ACS that knows no version of ours is offered one less, down to the first, and then all again") {
  StateFolder state;
  AcsProfile acs(state.store->facts);
  acs.use(at(kUrl));
  const SessionResult incompatible{.inform_fault = proxy::cwmp::Fault{.fault_code = 8006, .fault_string = ""}};
  for (const Version version : {Version::v1_3, Version::v1_2, Version::v1_1, Version::v1_0, Version::v1_4}) {
    acs.session_ended(incompatible);
    CHECK(acs.offered() == version);
  }
  acs.session_ended(incompatible);
  acs.use(at("http://elsewhere/"));
  CHECK(acs.offered() == Version::v1_4);
}

TEST_CASE("415 ends compression towards this ACS until it is set anew") {
  StateFolder state;
  AcsProfile acs(state.store->facts);
  acs.use(at(kUrl, HttpCompression::gzip));
  acs.session_ended({.http_status = 503});
  CHECK(acs.for_session(kDevice).http_compression == HttpCompression::gzip);
  acs.session_ended({.http_status = 415});
  CHECK(acs.for_session(kDevice).http_compression == HttpCompression::disabled);
  acs.session_ended({.successful = true});
  acs.use(at(kUrl, HttpCompression::gzip));
  CHECK(acs.for_session(kDevice).http_compression == HttpCompression::disabled);
  acs.use(at(kUrl, HttpCompression::deflate));
  CHECK(acs.for_session(kDevice).http_compression == HttpCompression::deflate);
  acs.session_ended({.http_status = 415});
  acs.use(at("http://elsewhere/", HttpCompression::deflate));
  CHECK(acs.for_session(kDevice).http_compression == HttpCompression::deflate);
}

TEST_CASE("a password without a user name goes with the name that TR-069 gives a CPE") {
  StateFolder state;
  AcsProfile acs(state.store->facts);
  proxy::config::Acs settings = at(kUrl);
  acs.use(settings);
  CHECK(acs.for_session(kDevice).username.empty());
  settings.password = proxy::config::Secret("open sesame");
  acs.use(settings);
  CHECK(acs.for_session(kDevice).username == "00D09E-Home%20Gateway-GW%2F0001-%C3%A9");
  CHECK(proxy::acs::default_username({"Example", "00D09E", "", "1"}) == "00D09E-1");
  settings.username = "cpe";
  acs.use(settings);
  CHECK(acs.for_session(kDevice).username == "cpe");
}
