// SPDX-License-Identifier: Apache-2.0
// Shows what a support bundle masks by itself, and what it leaves readable.
#include "proxy/control/diag/masking.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using proxy::control::mask_secrets;
using proxy::control::without_secrets;

TEST_CASE("user, password and query of a URL are masked", "[masking]") {
  CHECK(without_secrets("GET https://me:pw@host:1/a/b?sig=1&x=2, twice") == "GET https://***@host:1/a/b?*** twice");
  CHECK(without_secrets("mqtt://pw@x@host") == "mqtt://***@host");
  CHECK(without_secrets("http://host/a@b?") == "http://host/a@b?");
  CHECK(without_secrets("\"http://host?k=v\"") == "\"http://host?***\"");
  CHECK(without_secrets("mqtt://u:pa{ss@h, http://u:p@i/?a=b c@d") == "mqtt://***@h, http://***@i/?*** c@d");
}

TEST_CASE("the value behind the name of a secret is masked", "[masking]") {
  CHECK(without_secrets("password: abc def") == "password: *** def");
  CHECK(without_secrets("  wifi_Password : \"a\\\"b c\" # x") == "  wifi_Password : \"***\" # x");
  CHECK(without_secrets("{\"token\":\"abc\",\"b\":1}") == "{\"token\":\"***\",\"b\":1}");
  CHECK(without_secrets("password=abc&user=x") == "password=***&user=x");
  CHECK(without_secrets("api_key='k' PSK=1234") == "api_key='***' PSK=***");
  CHECK(without_secrets("password: !masked \"\"") == "password: !masked \"\"");
  CHECK(without_secrets("password: \"\"") == "password: \"\"");
  CHECK(without_secrets("password:\nnext: 1") == "password:\nnext: 1");
  CHECK(without_secrets("wrong user name or password of the ACS") == "wrong user name or password of the ACS");
}

TEST_CASE("a word for a secret counts anywhere in a name", "[masking]") {
  CHECK(without_secrets("SECRET_KEY=abc") == "SECRET_KEY=***");
  CHECK(without_secrets("secretKey: abc") == "secretKey: ***");
  CHECK(without_secrets("privateKeyPem=abc token2=def") == "privateKeyPem=*** token2=***");
  CHECK(without_secrets("client-secret-id: abc, api-key: d") == "client-secret-id: ***, api-key: ***");
  CHECK(without_secrets("WEPKey: abc, PIN=1234, PSK: \"a b\", myApiKey=d") ==
        "WEPKey: ***, PIN=***, PSK: \"***\", myApiKey=***");
  CHECK(without_secrets("spin: 1, pins=2, token.x: 3") == "spin: 1, pins=2, token.x: 3");
}

TEST_CASE("credentials of HTTP are masked", "[masking]") {
  CHECK(without_secrets("Authorization: Bearer 0123.ab") == "Authorization: Bearer ***");
  CHECK(without_secrets("key Basic dXNlcg==") == "key Basic ***");
  CHECK(without_secrets("sent Digest username=\"x\", response=\"y\"\nnext") == "sent Digest ***\nnext");
  CHECK(without_secrets("Digest  username = \"x\", response=\"y\"") == "Digest ***");
  CHECK(without_secrets("digest authentication failed, digest 0x12 is wrong") ==
        "digest authentication failed, digest *** is wrong");
  CHECK(without_secrets("the ACS requests basic authentication") == "the ACS requests basic authentication");
}

TEST_CASE("masking twice is masking once", "[masking]") {
  for (const char* text : {"https://me:pw@host/?a=b", "password: \"abc\"", "Bearer 0123",
                           "Digest username=\"x\", uri=\"/\"", "{\"token\":\"abc\"}"})
    CHECK(without_secrets(without_secrets(text)) == without_secrets(text));
}

TEST_CASE("keys and PINs are masked by the names of their parameters and members", "[masking]") {
  for (const char* name : {"WEPKey", "PIN", "PSK", "ApiKey"}) {
    boost::json::value reply{{{"path", std::string("Device.A.") + name}, {"value", "x"}}, {{name, "x"}}};
    mask_secrets(reply);
    CHECK(reply.at(0).at("value") == "***");
    CHECK(reply.at(1).at(name) == "***");
  }
}

TEST_CASE("a reply is masked by the names of its parameters and members, and stays JSON", "[masking]") {
  auto reply =
      boost::json::parse(R"([{"path":"Device.WiFi.AccessPoint.1.Security.KeyPassphrase","value":"open sesame"},)"
                         R"({"path":"Device.A.Password","value":""},{"path":"Device.PasswordAge.Days","value":"3"},)"
                         R"({"client_secret":"x","text":"sent password: \"y z\" to http://u:p@h/"}])");
  mask_secrets(reply);
  CHECK(reply == boost::json::parse(R"([{"path":"Device.WiFi.AccessPoint.1.Security.KeyPassphrase","value":"***"},)"
                                    R"({"path":"Device.A.Password","value":""},)"
                                    R"({"path":"Device.PasswordAge.Days","value":"3"},)"
                                    R"({"client_secret":"***","text":"sent password: \"***\" to http://***@h/"}])"));
}
