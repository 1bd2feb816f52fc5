// SPDX-License-Identifier: Apache-2.0
// The reports of the end of a transfer: TransferComplete and AutonomousTransferComplete.
#include "proxy/cwmp/envelope/soap_writer.hpp"
#include "proxy/cwmp/envelope/xml_text.hpp"
#include "proxy/cwmp/rpc.hpp"

#include <utility>

namespace proxy::cwmp {
namespace {

constexpr std::size_t kMaxFaultString = 256;

/// A fault that the FaultStruct of this version may hold: 9010, the general one, for all others.
std::uint32_t transfer_fault(std::uint32_t code, Version version) {
  const bool always = code == 0 || code == 9001 || code == 9002 || (code >= 9010 && code <= 9012);
  const bool since_1_1 = code >= 9014 && code <= 9019;
  const bool since_1_2 = code == 9020 || (code >= 9800 && code <= 9899);
  if (always || (since_1_1 && version >= Version::v1_1) || (since_1_2 && version >= Version::v1_2)) return code;
  return 9010;
}

/// No character is cut in two.
std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins_one = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins_one && ++characters > most) return text.substr(0, at);
  }
  return text;
}

void write_result(XmlText& out, const TransferResult& result, Version version) {
  const auto time = [](const std::optional<std::chrono::sys_seconds>& point) {
    return point ? utc_date_time(*point) : std::string(model::kUnknownTime);
  };
  out.open("FaultStruct");
  out.element("FaultCode", std::to_string(transfer_fault(result.fault_code, version)));
  out.element("FaultString", result.fault_code == 0 ? "" : first_characters(result.fault_string, kMaxFaultString));
  out.close("FaultStruct");
  out.element("StartTime", time(result.start_time));
  out.element("CompleteTime", time(result.complete_time));
}

std::string arguments(const TransferComplete& message, Version version) {
  XmlText out;
  out.element("CommandKey", message.command_key);
  write_result(out, message.result, version);
  return std::move(out.str());
}

std::string arguments(const AutonomousTransferComplete& message, Version version) {
  XmlText out;
  out.element("AnnounceURL", "");
  out.element("TransferURL", message.transfer_url);
  out.element("IsDownload", message.is_download ? "1" : "0");
  out.element("FileType", message.file_type);
  out.element("FileSize", std::to_string(message.file_size));
  out.element("TargetFileName", message.target_file_name);
  write_result(out, message.result, version);
  return std::move(out.str());
}

}  // namespace

OutgoingRequest to_request(TransferComplete message, std::uint64_t token) {
  return {"TransferComplete", [message = std::move(message)](Version version) { return arguments(message, version); },
          token};
}

OutgoingRequest to_request(AutonomousTransferComplete message, std::uint64_t token) {
  return {"AutonomousTransferComplete",
          [message = std::move(message)](Version version) { return arguments(message, version); }, token,
          Version::v1_1};
}

}  // namespace proxy::cwmp
