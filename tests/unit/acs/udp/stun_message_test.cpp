// SPDX-License-Identifier: Apache-2.0
// Shows HMAC-SHA1 and STUN messages by the vectors of their RFCs, the attributes of TR-069, and that nothing that comes
// over the network is read past its end.
#include "proxy/acs/udp/stun_message.hpp"

#include "proxy/acs/udp/hmac_sha1.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace proxy::acs;
using namespace std::string_literals;

namespace {

std::string bytes(std::string_view hex) {
  std::string result, digits;
  for (const char digit : hex)
    if (digit != ' ') digits += digit;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    result += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return result;
}

std::string text(const std::optional<UdpEndpoint>& endpoint) {
  return endpoint ? endpoint->address().to_string() + " " + std::to_string(endpoint->port()) : "none";
}

const std::string kPassword = "VOkJxbRl1RmTxUk/WvJxBt";  // of RFC 5769
const std::string kOverIpv4 = bytes(
    "0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220"
    "00200008 0001a147e112a643 00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96");
const std::string kOverIpv6 = bytes(
    "01010048 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220"
    "00200014 0002a147 0113a9faa5d3f179bc25f4b5bed2b9d9"
    "00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c");

const std::string kId = "0123456789abcdef";
// A classic response: MAPPED-ADDRESS 192.0.2.1:32853 and what else is given.
std::string classic(const std::string& more = {}, const std::string& type = "0101") {
  const std::string attributes = bytes("00010008 0001 8055 c0000201") + more;
  return bytes(type) + "\0"s + static_cast<char>(attributes.size()) + kId + attributes;
}

}  // namespace

TEST_CASE("HMAC-SHA1 gives the vectors of RFC 2202") {
  CHECK(upper_hex(hmac_sha1(std::string(20, '\x0b'), "Hi There")) == "B617318655057264E28BC0B6FB378C8EF146BE00");
  CHECK(upper_hex(hmac_sha1("Jefe", "what do ya want for nothing?")) == "EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79");
  CHECK(upper_hex(hmac_sha1(std::string(20, '\xaa'), std::string(50, '\xdd'))) ==
        "125D7342B9AC11CD91A39AF48AA17B4F63F175D3");
  CHECK(upper_hex(hmac_sha1(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "AA4AE5E15272D00E95705637CE8A3B55ED402112");
}

TEST_CASE("the responses of RFC 5769 are read, and their signatures hold for their password alone") {
  const auto ipv4 = parse_stun_response(kOverIpv4);
  REQUIRE(ipv4);
  CHECK_FALSE(ipv4->is_error);
  CHECK(text(ipv4->mapped) == "192.0.2.1 32853");
  CHECK(ipv4->signed_with(kPassword));
  CHECK_FALSE(ipv4->signed_with("another"));
  const auto ipv6 = parse_stun_response(kOverIpv6);
  REQUIRE(ipv6);
  CHECK(text(ipv6->mapped) == "2001:db8:1234:5678:11:2233:4455:6677 32853");
  CHECK(ipv6->signed_with(kPassword));
}

TEST_CASE("a classic response is read") {
  const auto response = parse_stun_response(classic());
  REQUIRE(response);
  CHECK(response->id == kId);
  CHECK(text(response->mapped) == "192.0.2.1 32853");
  CHECK_FALSE(response->signed_with(""));
  // MAPPED-ADDRESS wins where both are given: the other one may be masked with something else.
  const auto both = parse_stun_response(classic(bytes("00200008 0001a147e112a643")));
  REQUIRE(both);
  CHECK(text(both->mapped) == "192.0.2.1 32853");
}

TEST_CASE("an error response has its code") {
  const auto response = parse_stun_response(classic(bytes("00090008 00000401") + "nope", "0111"));
  REQUIRE(response);
  CHECK(response->is_error);
  CHECK(response->error_code == 401);
}

TEST_CASE("a signature of RFC 3489 covers the message filled up to whole blocks") {
  std::string message = classic();
  message[3] = static_cast<char>(message.size() - 20 + 24);
  const std::string signature = hmac_sha1("secret", message + std::string(64 - message.size() % 64, '\0'));
  const auto response = parse_stun_response(message + bytes("00080014") + signature);
  REQUIRE(response);
  CHECK(response->signed_with("secret"));
  CHECK_FALSE(response->signed_with("Secret"));
}

TEST_CASE("what is cut off, too long or no response is nothing") {
  for (const std::string& whole : {kOverIpv4, kOverIpv6, classic(bytes("00090008 00000401") + "nope", "0111")}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CHECK_FALSE(parse_stun_response(whole.substr(0, size)));
      // The same with a header that says so.
      if (size < 20) continue;
      std::string cut = whole.substr(0, size);
      cut[3] = static_cast<char>(size - 20);
      (void)parse_stun_response(cut);
    }
  }
  CHECK_FALSE(parse_stun_response(classic({}, "0001")));
  CHECK_FALSE(parse_stun_response(classic(bytes("00080004 00000000"))));
  CHECK_FALSE(parse_stun_response("GET http://10.1.1.1:8080?ts=1120673700 HTTP/1.1\r\n\r\n"));
  CHECK_FALSE(parse_stun_response(bytes("01010bb8") + kId + std::string(3000, '\0')));
  const auto odd_family = parse_stun_response(bytes("0101000c") + kId + bytes("00010008 0003 8055 c0000201"));
  REQUIRE(odd_family);
  CHECK_FALSE(odd_family->mapped);
}

TEST_CASE("a request carries the attributes of TR-069") {
  CHECK(StunRequest{.id = kId, .username = {}}.encode() == bytes("00010000") + kId);
  CHECK(StunRequest{.id = kId, .username = "user7", .connection_request_binding = true, .binding_change = true}
            .encode() == bytes("00010028") + kId + bytes("c0010014") + "dslforum.org/TR-111 " + bytes("c0020000") +
                             bytes("00060008") + "user7   ");
  const UdpEndpoint ipv4(boost::asio::ip::make_address("192.0.2.1"), 32853);
  CHECK(StunRequest{.id = kId, .username = {}, .response_address = ipv4}.encode() ==
        bytes("0001000c") + kId + bytes("00020008 0001 8055 c0000201"));
  const UdpEndpoint ipv6(boost::asio::ip::make_address("2001:db8::1"), 5);
  CHECK(StunRequest{.id = kId, .username = {}, .response_address = ipv6}.encode() ==
        bytes("00010018") + kId + bytes("00020014 0002 0005 20010db8000000000000000000000001"));
}

TEST_CASE("a signed request ends with the signature") {
  const std::string message = StunRequest{.id = kId, .username = "abcd", .password = "secret"}.encode();
  const std::string before = bytes("00010020") + kId + bytes("00060004") + "abcd";
  CHECK(message == before + bytes("00080014") + hmac_sha1("secret", before + std::string(64 - before.size(), '\0')));
}
