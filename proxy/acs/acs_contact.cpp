// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/acs_contact.hpp"

#include "proxy/acs/connection_request/connection_request_url.hpp"

#include <utility>

namespace proxy::acs {
namespace {

ConnectionRequestService::Settings connection_request_settings(const EndpointSettings& settings) {
  return {.connection_request = settings.connection_request,
          .acs_url = settings.acs.url,
          .interface = settings.acs.interface};
}

UdpListener::Settings udp_settings(const EndpointSettings& settings) {
  const config::ConnectionRequest& requests = settings.connection_request;
  UdpListener::Settings udp = settings.stun;
  if (udp.server.empty()) udp.server = host_of(settings.acs.url);
  udp.listen = requests.udp_listen.value_or(requests.listen);
  udp.interface = settings.acs.interface;
  return udp;
}

LightweightNotifier::Settings lightweight_settings(const EndpointSettings& settings) {
  LightweightNotifier::Settings lightweight = settings.lightweight;
  if (lightweight.host.empty()) lightweight.host = host_of(settings.acs.url);
  lightweight.username = settings.acs.username;
  lightweight.password = settings.acs.password;
  lightweight.interface = settings.acs.interface;
  return lightweight;
}

}  // namespace

void AcsContact::Dependencies::udp_address_changed(const std::string&, bool) {}

AcsContact::AcsContact(const Components& components, Dependencies& dependencies, std::function<void()> requested)
    : dependencies_(dependencies),
      requested_(std::move(requested)),
      connection_requests_(components.executor, components.clock, *this),
      udp_listener_(components.executor, components.clock, *this),
      lightweight_({.executor = components.executor,
                    .clock = components.clock,
                    .tree = components.tree,
                    .changes = components.changes},
                   dependencies) {}

void AcsContact::start(const EndpointSettings& settings, std::string path) {
  connection_requests_.start(connection_request_settings(settings), std::move(path));
  start_udp(settings);
}

void AcsContact::change(const EndpointSettings& settings) {
  connection_requests_.change(connection_request_settings(settings));
  start_udp(settings);
}

void AcsContact::start_udp(const EndpointSettings& settings) {
  udp_listener_.set_credentials(settings.connection_request.username, settings.connection_request.password);
  udp_listener_.start(udp_settings(settings));
  lightweight_.start(lightweight_settings(settings));
}

void AcsContact::stop() {
  connection_requests_.stop();
  udp_listener_.stop();
  lightweight_.stop();
}

void AcsContact::look_again() {
  connection_requests_.look_again();
  udp_listener_.look_again();
}

void AcsContact::network_changed() {
  connection_requests_.network_changed();
  udp_listener_.look_again();
}

void AcsContact::clock_moved() {
  udp_listener_.clock_moved();
  lightweight_.clock_moved();
}

void AcsContact::url_changed(const std::string& url, model::Origin origin) {
  dependencies_.connection_request_url_changed(url, origin);
}

void AcsContact::address_changed(const std::string& address, bool nat_detected) {
  dependencies_.udp_address_changed(address, nat_detected);
}

}  // namespace proxy::acs
