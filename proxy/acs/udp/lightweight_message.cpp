// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/udp/lightweight_message.hpp"

#include "proxy/acs/udp/hmac_sha1.hpp"
#include "proxy/base/log.hpp"
#include "proxy/cwmp/addressing.hpp"
#include "proxy/cwmp/envelope/xml_text.hpp"

#include <fmt/format.h>

namespace proxy::acs {
namespace {

std::string param(const model::Tree& tree, model::ParameterRef parameter, const std::string& path,
                  model::Naming naming) {
  cwmp::XmlText xml;
  xml.open("Param");
  xml.element("Name", path);
  xml.markup("<Value xsi:type=\"");
  xml.markup(model::xsd_name(parameter.info().type));
  xml.markup("\">");
  cwmp::write_text_of(xml, tree, parameter, naming);
  xml.markup("</Value>");
  xml.close("Param");
  return std::move(xml.str());
}

std::string datagram(const LightweightSender& sender, const std::string& params) {
  cwmp::XmlText xml;
  xml.markup(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Notification xmlns=\"urn:broadband-forum-org:cwmp:lwnotif-1-0\""
      " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
  xml.element("TS", std::to_string(sender.time.time_since_epoch().count()));
  xml.element("UN", sender.username);
  xml.element("CN", sender.cnonce());
  xml.element("OUI", sender.device_id.oui);
  xml.element("ProductClass", sender.device_id.product_class);
  xml.element("SerialNumber", sender.device_id.serial_number);
  xml.markup(params);
  xml.close("Notification");
  const std::string& document = xml.str();
  return fmt::format(
      "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {}\r\n"
      "Signature: {}\r\n\r\n{}",
      sender.host, document.size(), upper_hex(hmac_sha1(sender.password.reveal(), document)), document);
}

}  // namespace

std::vector<std::string> lightweight_messages(const LightweightSender& sender, const model::Tree& tree,
                                              std::span<const model::ParameterRef> parameters) {
  std::vector<std::string> messages;
  const std::size_t frame = datagram(sender, {}).size() + 4;  // Content-Length grows
  std::string params;
  const auto flush = [&] {
    if (!params.empty()) messages.push_back(datagram(sender, params));
    params.clear();
  };
  const model::Naming naming = cwmp::instance_mode(tree);
  for (const model::ParameterRef parameter : parameters) {
    const std::string path = tree.path(parameter, naming);
    const std::string next = param(tree, parameter, path, naming);
    if (frame + next.size() > kMaxNotification) {
      base::log::warning("acs.lightweight.too_long", "the value of {} is too long for a lightweight notification",
                         path);
      continue;
    }
    if (frame + params.size() + next.size() > kUsualNotification) flush();
    params += next;
  }
  flush();
  return messages;
}

}  // namespace proxy::acs
