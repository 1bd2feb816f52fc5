// SPDX-License-Identifier: Apache-2.0
// Shows which URLs, listen addresses, mounts and version files are valid.
#include "proxy/config/rules.hpp"

#include "tests/support/catch.hpp"

using namespace proxy::config;

TEST_CASE("a URL needs a scheme and a host, and has no user name") {
  for (const char* url : {"http://acs", "https://acs.example:7547/a?b=c", "http://[::1]/", "http://10.0.0.1:1"}) {
    INFO(url);
    CHECK(check_url(url, true).empty());
  }
  for (const char* url : {"", "acs", "dhcp", "ftp://x", "HTTP:/x", "http://", "http:///x", "http://:80/", "http://a:0/",
                          "http://a:65536/", "http://a:8x/", "http://u:p@a/", "http://[::1/", "http://[x]/",
                          "http://a b/", "http://[::1]80/", "http://a/\n"}) {
    INFO(url);
    CHECK_FALSE(check_url(url, true).empty());
  }
  CHECK_FALSE(check_url("https://acs", false).empty());
  CHECK_FALSE(check_url("http://" + std::string(2048, 'a'), true).empty());
}

TEST_CASE("listen takes an address and a port, or only a port") {
  CHECK(parse_listen("[::]:7548") == Listen{"::", 7548});
  CHECK(parse_listen("[fd00::1]:80") == Listen{"fd00::1", 80});
  CHECK(parse_listen("0.0.0.0:0") == Listen{"0.0.0.0", 0});
  CHECK(parse_listen("7548") == Listen{"::", 7548});
  CHECK(parse_listen(":80") == Listen{"::", 80});
  for (const char* text : {"", ":", "::", "[::]", "[::]:", "::1:80", "localhost:80", "1.2.3:80", "1.2.3.4", "65536",
                           "-1", "0.0.0.0:080"}) {
    INFO(text);
    CHECK_FALSE(parse_listen(text));
  }
  CHECK_FALSE(parse_listen(std::string_view("1.2.3.4\0x:80", 12)));
}

TEST_CASE("a mount is an object below Device. outside of the proxy's own objects") {
  for (const char* mount : {"Device.X_00D09E_Home.", "Device.Services._a-b.C3.", "Device.DeviceInfoX."}) {
    INFO(mount);
    CHECK(check_mount(mount).empty());
  }
  for (const char* mount :
       {"", "Device", "Device.", "Device.A", "device.A.", "Device.1.", "Device.A.7.", "Device.A..B.", "Device.A b.",
        "Device.-A.", "Device.{i}.", "Device.DeviceInfo.", "Device.DeviceInfo.X_A.", "Device.ManagementServer."}) {
    INFO(mount);
    CHECK_FALSE(check_mount(mount).empty());
  }
  CHECK_FALSE(check_mount("Device." + std::string(256, 'a') + ".").empty());
}

TEST_CASE("texts are counted in characters and have no control characters") {
  CHECK(check_text("äöü", 3, 3).empty());
  CHECK_FALSE(check_text("äöü", 0, 2).empty());
  CHECK_FALSE(check_text("", 1, 2).empty());
  CHECK_FALSE(check_text("a\tb", 0, 9).empty());
}

TEST_CASE("names and interfaces") {
  CHECK(check_name("zigbee-2_a").empty());
  CHECK_FALSE(check_name("").empty());
  CHECK_FALSE(check_name("../x").empty());
  CHECK_FALSE(check_name(std::string(65, 'a')).empty());
  CHECK(check_interface("br-lan.10").empty());
  CHECK_FALSE(check_interface("sixteen-letters-").empty());
  CHECK(check_oui("00d09E").empty());
  CHECK_FALSE(check_oui("00D09G").empty());
}

TEST_CASE("the version in a file") {
  CHECK(version_in("PRETTY_NAME=\"Debian 12\"\nVERSION_ID=\"12\"\n") == "12");
  CHECK(version_in("DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='23.05.2'\n") == "23.05.2");
  CHECK(version_in("NAME=x\nPRETTY_NAME=Rolling\n") == "Rolling");
  CHECK(version_in("VERSION_IDS=no\n  VERSION_ID=''\n") == "VERSION_IDS=no");
  CHECK(version_in(" 4.2.1 \nbuilt today\n") == "4.2.1");
  CHECK(version_in("\n").empty());
}
