// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small gateway with two tables, and the envelopes of an ACS that speaks to it.
// Thread: pure

#include "proxy/cwmp/envelope/body.hpp"
#include "proxy/cwmp/rpc.hpp"
#include "proxy/model/tree.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tests::cwmp {

/// Device.DeviceInfo., Device.ManagementServer., Device.MQTT.Client.{i}. (an ACS may add rows; 1 is there) and
/// Device.X_00D09E_Home.Sensor.{i}. (it may not; 1 and 3 are there).
class Sample {
 public:
  Sample();

  proxy::model::ParameterRef at(std::string_view path) const;
  void set(std::string_view path, std::string value);
  proxy::model::Selection selection(std::string_view path) const;

  proxy::model::Tree tree;
};

/// An Inform of that gateway at boot.
proxy::cwmp::Inform sample_inform(const Sample& sample);

/// "<soap:Envelope ...>" with the prefixes soap, enc, xsd, xsi and c.
std::string envelope(std::string_view body, std::string_view header = "",
                     std::string_view cwmp = "urn:dslforum-org:cwmp-1-2");
std::string acs_request(std::string_view body, std::string_view id = "acs-1");
std::string inform_response(std::string_view header = "", std::string_view cwmp = "urn:dslforum-org:cwmp-1-2");
std::string acs_fault(unsigned code, std::string_view header = "");

/// All of it, read in blocks of that size; fails the test if size() said something else.
std::string read_all(proxy::cwmp::Body& body, std::size_t block = 4096);
/// What stands between the first <name> (or <name ...>) and </name>.
std::string inside(std::string_view xml, std::string_view name);
std::string fixture(std::string_view name);

}  // namespace tests::cwmp
