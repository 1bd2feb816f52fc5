// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/cwmp/handlers/asking.hpp"

#include "proxy/cwmp/envelope/soap_writer.hpp"

#include <utility>

namespace tests::cwmp {

using namespace proxy::cwmp;

Outcome ask(const Sample& sample, Request request) { return handle_request(request, sample.tree); }

std::uint32_t fault_code(const Outcome& outcome) {
  const auto* fault = std::get_if<Fault>(&outcome);
  return fault ? fault->fault_code : 0;
}

std::string names(Sample& sample, const Outcome& outcome) {
  if (const auto code = fault_code(outcome)) return std::to_string(code);
  const std::string xml = read_all(*make_response_body(std::get<Response>(outcome), sample.tree, {Version::v1_4, {}}));
  std::string lines;
  for (auto at = xml.find("<Name>"); at != std::string::npos; at = xml.find("<Name>", at)) {
    at += 6;
    lines.append(xml, at, xml.find('<', at) - at).append("\n");
  }
  return lines;
}

std::string next_level(Sample& sample, std::string path) {
  return names(sample, ask(sample, GetParameterNames{std::move(path), true}));
}

std::string all_levels(Sample& sample, std::string path) {
  return names(sample, ask(sample, GetParameterNames{std::move(path), false}));
}

}  // namespace tests::cwmp
