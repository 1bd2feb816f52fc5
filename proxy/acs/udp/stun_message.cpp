// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/udp/stun_message.hpp"

#include "proxy/acs/udp/hmac_sha1.hpp"
#include "proxy/base/constant_time.hpp"

#include <array>

namespace proxy::acs {
namespace {

namespace ip = boost::asio::ip;

constexpr std::uint16_t kBindingRequest = 0x0001;
constexpr std::uint16_t kBindingResponse = 0x0101;
constexpr std::uint16_t kBindingErrorResponse = 0x0111;

constexpr std::uint16_t kMappedAddress = 0x0001;
constexpr std::uint16_t kResponseAddress = 0x0002;
constexpr std::uint16_t kUsername = 0x0006;
constexpr std::uint16_t kMessageIntegrity = 0x0008;
constexpr std::uint16_t kErrorCode = 0x0009;
constexpr std::uint16_t kXorMappedAddress = 0x0020;
constexpr std::uint16_t kConnectionRequestBinding = 0xc001;
constexpr std::uint16_t kBindingChange = 0xc002;

constexpr std::size_t kHeader = 4 + kStunIdSize;
constexpr std::size_t kAttributeHeader = 4;
constexpr std::size_t kSignature = 20;
constexpr std::size_t kSignedBlock = 64;
constexpr std::string_view kMagicCookie = "\x21\x12\xa4\x42";
constexpr std::string_view kConnectionRequestBindingValue = "dslforum.org/TR-111 ";

std::string two_bytes(std::size_t value) {
  return {static_cast<char>((value >> 8) & 0xff), static_cast<char>(value & 0xff)};
}

std::uint16_t number(std::string_view bytes) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[0]) << 8 | static_cast<unsigned char>(bytes[1]));
}

void add(std::string& message, std::uint16_t type, std::string_view value) {
  message.append(two_bytes(type)).append(two_bytes(value.size())).append(value);
}

std::string address_value(const UdpEndpoint& endpoint) {
  std::string value = {'\0', endpoint.address().is_v6() ? '\2' : '\1'};
  value.append(two_bytes(endpoint.port()));
  const auto append = [&](const auto& bytes) { value.append(bytes.begin(), bytes.end()); };
  if (endpoint.address().is_v6())
    append(endpoint.address().to_v6().to_bytes());
  else
    append(endpoint.address().to_v4().to_bytes());
  return value;
}

template <class Bytes>
Bytes address_bytes(std::string_view value, std::string_view key) {
  Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto mask = static_cast<unsigned char>(i < key.size() ? key[i] : '\0');
    bytes[i] = static_cast<unsigned char>(static_cast<unsigned char>(value[i]) ^ mask);
  }
  return bytes;
}

/// `key`: the mask of the address; empty: it is not masked.
std::optional<UdpEndpoint> read_address(std::string_view value, std::string_view key) {
  if (value.size() < 4) return std::nullopt;
  const char family = value[1];
  const auto mask = key.empty() ? std::uint16_t{0} : number(key);
  const auto port = static_cast<std::uint16_t>(number(value.substr(2)) ^ mask);
  value.remove_prefix(4);
  using V4 = ip::address_v4::bytes_type;
  using V6 = ip::address_v6::bytes_type;
  if (family == 1 && value.size() == std::tuple_size_v<V4>)
    return UdpEndpoint(ip::address_v4(address_bytes<V4>(value, key)), port);
  if (family == 2 && value.size() == std::tuple_size_v<V6>)
    return UdpEndpoint(ip::address_v6(address_bytes<V6>(value, key)), port);
  return std::nullopt;
}

/// RFC 3489 signs the message padded with zeros to whole blocks, RFC 5389 the message itself.
std::string filled(std::string text) {
  text.append((kSignedBlock - text.size() % kSignedBlock) % kSignedBlock, '\0');
  return text;
}

void set_length(std::string& message, std::size_t length) { message.replace(2, 2, two_bytes(length)); }

/// The signed bytes: those before the signature, with a length that includes the signature.
std::string text_to_sign(std::string_view before) {
  std::string text(before);
  set_length(text, before.size() - kHeader + kAttributeHeader + kSignature);
  return text;
}

}  // namespace

std::string StunRequest::encode() const {
  std::string message = two_bytes(kBindingRequest) + two_bytes(0) + id;
  if (response_address) add(message, kResponseAddress, address_value(*response_address));
  if (connection_request_binding) add(message, kConnectionRequestBinding, kConnectionRequestBindingValue);
  if (binding_change) add(message, kBindingChange, {});
  if (!username.empty()) {
    std::string value = username;
    value.append((4 - value.size() % 4) % 4, ' ');  // Annex G pads with spaces
    add(message, kUsername, value);
  }
  if (password) add(message, kMessageIntegrity, hmac_sha1(*password, filled(text_to_sign(message))));
  set_length(message, message.size() - kHeader);
  return message;
}

bool StunResponse::signed_with(std::string_view password) const {
  return !signature.empty() && (base::same_secret(hmac_sha1(password, filled(signed_text)), signature) ||
                                base::same_secret(hmac_sha1(password, signed_text), signature));
}

std::optional<StunResponse> parse_stun_response(std::string_view datagram) {
  if (datagram.size() < kHeader || datagram.size() > kMaxStunMessage) return std::nullopt;
  const std::uint16_t type = number(datagram);
  if (type != kBindingResponse && type != kBindingErrorResponse) return std::nullopt;
  if (number(datagram.substr(2)) != datagram.size() - kHeader) return std::nullopt;
  StunResponse response{.id = std::string(datagram.substr(4, kStunIdSize)), .is_error = type == kBindingErrorResponse};
  const std::string xor_key = std::string(kMagicCookie).append(response.id, kMagicCookie.size());
  std::optional<UdpEndpoint> xor_mapped;
  // The signature does not cover the bytes after it: they are ignored.
  for (std::size_t at = kHeader; at < datagram.size() && response.signature.empty();) {
    const std::string_view rest = datagram.substr(at);
    if (rest.size() < kAttributeHeader) return std::nullopt;
    const std::size_t length = number(rest.substr(2));
    if (length > rest.size() - kAttributeHeader) return std::nullopt;
    const std::string_view value = rest.substr(kAttributeHeader, length);
    switch (number(rest)) {
      case kMappedAddress: response.mapped = read_address(value, {}); break;
      case kXorMappedAddress: xor_mapped = read_address(value, xor_key); break;
      case kErrorCode:
        if (value.size() >= 4)
          response.error_code =
              (static_cast<unsigned char>(value[2]) & 7U) * 100 + static_cast<unsigned char>(value[3]);
        break;
      case kMessageIntegrity:
        if (length != kSignature) return std::nullopt;
        response.signed_text = text_to_sign(datagram.substr(0, at));
        response.signature = value;
        break;
      default: break;
    }
    at += kAttributeHeader + (length + 3) / 4 * 4;
  }
  if (!response.mapped) response.mapped = xor_mapped;
  return response;
}

}  // namespace proxy::acs
