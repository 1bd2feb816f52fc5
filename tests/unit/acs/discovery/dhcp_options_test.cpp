// SPDX-License-Identifier: Apache-2.0
// Shows what is understood of the options that DHCP servers send, in each form that clients give them, and that
// whatever else comes is left out with a word and reads nothing beyond its end.
#include "proxy/acs/discovery/dhcp_options.hpp"

#include <fmt/format.h>

#include "tests/support/catch.hpp"

#include <random>
#include <string>
#include <string_view>

using namespace std::chrono_literals;
using namespace std::string_literals;
using proxy::acs::DhcpOptions;
using proxy::acs::Discovered;
using proxy::acs::read_dhcp_options;

namespace {

const std::string kUrl = "http://acs.example:7547/cwmp";

std::string hex(std::string_view bytes, const char* form = "{:02x}") {
  std::string text;
  for (const char byte : bytes) text += fmt::format(fmt::runtime(form), static_cast<unsigned char>(byte));
  return text;
}

/// As dhclient writes it: "1:1c:68".
std::string colons(std::string_view bytes) {
  std::string text = hex(bytes, "{:x}:");
  text.pop_back();
  return text;
}

std::string sub(int code, std::string_view value) {
  return std::string(1, static_cast<char>(code)) + static_cast<char>(value.size()) + std::string(value);
}

std::string wide(int code, std::string_view value) {
  return "\0"s + static_cast<char>(code) + "\0"s + static_cast<char>(value.size()) + std::string(value);
}

const std::string kForum = "\x00\x00\x0d\xe9"s;

std::string enterprise(const std::string& number, const std::string& list) {
  return number + static_cast<char>(list.size()) + list;
}

std::string url_of(const std::string& file) { return read_dhcp_options(file).discovered.url; }

std::size_t problems(const std::string& file) { return read_dhcp_options(file).problems.size(); }

}  // namespace

TEST_CASE("option 43 as udhcpc and as dhclient give it") {
  const std::string all = sub(1, kUrl) + sub(2, "abc") + sub(3, "30") + sub(4, "1500");
  const Discovered expected{kUrl, "abc", 30s, 1500};
  for (const std::string& written : {hex(all), hex(all, "{:02X}"), colons(all)}) {
    INFO(written);
    const DhcpOptions options = read_dhcp_options("opt43=" + written + "\n");
    CHECK(options.discovered == expected);
    CHECK(options.problems.empty());
  }
  CHECK(read_dhcp_options("opt43=" + hex(sub(1, kUrl))).discovered == Discovered{.url = kUrl});
}

TEST_CASE("option 125 of the Broadband Forum, whoever else is in it") {
  const std::string ours =
      sub(4, "00D09E") + sub(5, "GW0001") + sub(11, kUrl) + sub(12, "pc") + sub(13, "7") + sub(14, "1000");
  const std::string data = enterprise("\x00\x00\x00\x09"s, sub(11, "http://other")) + enterprise(kForum, ours);
  const Discovered expected{kUrl, "pc", 7s, 1000};
  CHECK(read_dhcp_options("opt125=" + hex(data)).discovered == expected);
  CHECK(read_dhcp_options("opt125=" + colons(data)).discovered == expected);
  CHECK(url_of("opt125=" + hex(enterprise(kForum, sub(1, kUrl)))) == "");
}

TEST_CASE("option 17 of DHCPv6") {
  const std::string ours = wide(1, kUrl) + wide(2, "pc") + wide(3, "7") + wide(4, "1000");
  CHECK(read_dhcp_options("opt17=" + hex(kForum + ours)).discovered == Discovered{kUrl, "pc", 7s, 1000});
  CHECK(url_of("opt17=" + hex("\x00\x00\x00\x09"s + ours)) == "");
}

TEST_CASE("a bare URL in option 43") {
  CHECK(url_of("opt43=" + hex(kUrl)) == kUrl);
  CHECK(url_of("opt43=" + kUrl) == kUrl);  // dhclient, of what is printable
  CHECK(url_of("opt43=https://acs.example/") == "https://acs.example/");
}

TEST_CASE("of several options the first that names an ACS counts, alone") {
  const std::string only_code = "opt43=" + hex(sub(2, "abc")) + "\n";
  const std::string in_125 = "opt125=" + hex(enterprise(kForum, sub(11, kUrl))) + "\n";
  const std::string in_17 = "opt17=" + hex(kForum + wide(1, "http://six")) + "\n";
  CHECK(read_dhcp_options(only_code + in_125 + in_17).discovered == Discovered{.url = kUrl});
  CHECK(url_of(in_17 + in_125 + "opt43=" + hex(sub(1, "http://four")) + "\n") == "http://four");
  CHECK(url_of(in_17) == "http://six");
  CHECK(read_dhcp_options(only_code).discovered == Discovered{});
  CHECK(read_dhcp_options("").problems.empty());
  CHECK(read_dhcp_options("interface=eth0\nopt4=00\nopt43\n\nopt43=\n").problems.empty());
}

TEST_CASE("a null at the end is no part of the text, pads and the end are those of option 43") {
  const Discovered expected{kUrl, "abc"};
  CHECK(read_dhcp_options("opt43=" + hex("\0"s + sub(1, kUrl + "\0"s) + "\0\0"s + sub(2, "abc\0"s) + "\xff" + "\x01"))
            .discovered == expected);
  CHECK(problems("opt43=" + hex(sub(1, kUrl) + "\xff" + "\x01")) == 0);
}

TEST_CASE("what is not legal is left out, and the rest counts") {
  const auto left_out = [](const std::string& more) {
    const DhcpOptions options = read_dhcp_options("opt43=" + hex(sub(1, kUrl) + more));
    CHECK(options.discovered == Discovered{.url = kUrl});
    return options.problems.size() == 1;
  };
  for (const char* number : {"", "0", "65536", "-1", "05", "5s", "\x00\x05"}) CHECK(left_out(sub(3, number)));
  for (const char* number : {"999", "65536", "2.0"}) CHECK(left_out(sub(4, number)));
  CHECK(left_out(sub(2, std::string(65, 'a'))));
  CHECK(left_out(sub(2, "a\x01")));
  CHECK(left_out(sub(2, "\xc3")));
  CHECK(
      left_out("\x02\x05"
               "ab"s));  // cut short
  CHECK(left_out("\x02"s));
  CHECK_FALSE(left_out(sub(77, "\xde\xad")));  // unknown: nothing to speak of

  for (const std::string& url : {"ftp://x"s, "acs.example"s, ""s, "http://u@x"s, "http://a b"s, "http://a/\xff"s}) {
    INFO(url);
    CHECK(read_dhcp_options("opt43=" + hex(sub(1, url) + sub(2, "abc"))).discovered == Discovered{});
    CHECK(problems("opt43=" + hex(sub(1, url))) == 1);
  }
  const std::string longest = "http://" + std::string(249, 'a');
  CHECK(url_of("opt43=" + longest) == longest);
  CHECK(problems("opt43=" + longest + "a") == 1);
  CHECK(url_of("opt43=" + longest + "a") == "");
}

TEST_CASE("what is no option's data is refused") {
  for (const std::string& written :
       {"1"s, "0x01"s, "xyz"s, "1::2"s, "1:"s, ":1"s, "100:1"s, "01 02"s, std::string(20000, '0')}) {
    INFO(written.substr(0, 20));
    CHECK(problems("opt43=" + written) == 1);
  }
  CHECK(problems("opt125=00") == 1);
  CHECK(problems("opt125=00000de9ff") == 1);
  CHECK(problems("opt17=00000d") == 1);
  CHECK(problems("opt17=00000de90001") == 1);
}

TEST_CASE("every beginning of an option, and noise, is read to its end and no further") {
  const std::string lists[] = {
      sub(1, kUrl) + sub(2, "abc"),
      enterprise("\x00\x00\x00\x09"s, "xyz") + enterprise(kForum, sub(11, kUrl) + sub(12, "pc")),
      kForum + wide(1, kUrl) + wide(2, "pc")};
  const char* keys[] = {"opt43=", "opt125=", "opt17="};
  std::mt19937 random(1);
  for (int option = 0; option < 3; ++option) {
    for (std::size_t size = 0; size <= lists[option].size(); ++size) {
      const std::string found = url_of(keys[option] + hex(lists[option].substr(0, size)));
      CHECK((found.empty() || found == kUrl));
    }
    for (int round = 0; round < 2000; ++round) {
      std::string noisy = lists[option];
      for (int i = 0; i < 3; ++i) noisy[random() % noisy.size()] = static_cast<char>(random());
      const Discovered found = read_dhcp_options(keys[option] + hex(noisy)).discovered;
      CHECK((found.url.empty() || found.url.starts_with("http")));
    }
  }
}
