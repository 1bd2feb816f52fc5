// SPDX-License-Identifier: Apache-2.0
// Shows that no secret of an envelope is left for a person to read, whole, cut or hostile as the envelope may be.
#include "proxy/cwmp/envelope/masked_envelope.hpp"

#include "proxy/base/secrets/secret_words.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace proxy::cwmp;
using Catch::Matchers::ContainsSubstring;
using proxy::base::sounds_secret;

namespace {

std::string masked(const std::string& text) { return masked_envelope(text, text.size(), sounds_secret); }

std::string assignment(const std::string& name, const std::string& value) {
  return "<ParameterValueStruct><Name>" + name + "</Name><Value xsi:type=\"xsd:string\">" + value +
         "</Value></ParameterValueStruct>";
}

}  // namespace

TEST_CASE("the value of a parameter with a secret name is masked, the others stay") {
  const std::string text = "<Envelope>" + assignment("Device.A.ConnectionRequestPassword", "sesame") +
                           assignment(" Device.WiFi.AccessPoint.1.Security.KeyPassphrase\n", "<![CDATA[sesame]]>") +
                           assignment("Device.A.Name", "kitchen") + "</Envelope>";
  const std::string shown = masked(text);
  CHECK_THAT(shown, !ContainsSubstring("sesame") && ContainsSubstring("kitchen") &&
                        ContainsSubstring("ConnectionRequestPassword") && ContainsSubstring(">***</Value>"));
  CHECK_THAT(masked("<E><S><Value>sesame</Value><Name>Device.A.Password</Name></S></E>"), !ContainsSubstring("sesame"));
  CHECK_THAT(masked("<E><S><Name>Device.A.Password</Name><Value>a<b>sesame</b></Value></S></E>"),
             !ContainsSubstring("sesame"));
}

TEST_CASE("keys and PINs are masked by the names of their parameters") {
  for (const char* name : {"X.WEPKey", "X.PIN", "X.PSK", "X.ApiKey"})
    CHECK_THAT(masked("<E>" + assignment(name, "sesame") + "</E>"), !ContainsSubstring("sesame"));
}

TEST_CASE("each URL of a text is masked, and nothing follows the first query") {
  CHECK(masked("<E><T>http://u:sesame@a/x, mqtt://u:se{same@b/y</T></E>") ==
        "<E><T>http://***@a/x, mqtt://***@b/y</T></E>");
  CHECK(masked("<E><T>http://a/x?k=sesame, http://u:sesame@b/y</T></E>") == "<E><T>http://a/x?***</T></E>");
  CHECK(masked("<E><T>http://u:se \"same@a/x</T></E>") == "<E><T>http://***@a/x</T></E>");
}

TEST_CASE("passwords of transfers are masked, and what is secret in a URL") {
  const std::string shown = masked(
      "<cwmp:Download><URL>https://user:sesame@files/image?token=sesame</URL><Username>me</Username>"
      "<Password>sesame</Password><CommandKey>a?b</CommandKey></cwmp:Download>");
  CHECK(shown ==
        "<cwmp:Download><URL>https://***@files/image?***</URL><Username>me</Username><Password>***</Password>"
        "<CommandKey>a?b</CommandKey></cwmp:Download>");
}

TEST_CASE("an envelope that is cut anywhere shows no part of a secret, and its size") {
  const std::string text = "<Envelope>" + assignment("Device.A.Name", "kitchen") +
                           assignment("Device.A.Password", "sesame") + "<Password>sesame</Password>" +
                           "<S><Value>sesame</Value><Name>Device.A.Password</Name></S></Envelope>";
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::string shown = masked_envelope(std::string_view(text).substr(0, size), text.size(), sounds_secret);
    CAPTURE(size, shown);
    CHECK(shown.find("sesam") == std::string::npos);
    CHECK(shown.ends_with("... (" + std::to_string(text.size()) + " bytes)"));
  }
  const std::string half = text.substr(0, text.size() / 2);
  CHECK_THAT(masked_envelope(half, text.size(), sounds_secret), ContainsSubstring("kitchen"));
}

TEST_CASE("what is no XML, or must not be parsed, is left out") {
  CHECK(masked("password=sesame") == "... (15 bytes)");
  CHECK_THAT(masked("<!DOCTYPE a [<!ENTITY b \"sesame\">]><a>&b;</a>"), !ContainsSubstring("sesame"));
  std::string deep;
  for (int depth = 0; depth < 1000; ++depth) deep += "<a>";
  CHECK(masked(deep) == "... (3000 bytes)");
  CHECK_THAT(masked("<a><!-- sesame --><b>1</b></a>"), !ContainsSubstring("sesame") && ContainsSubstring("<b>1</b>"));
}
