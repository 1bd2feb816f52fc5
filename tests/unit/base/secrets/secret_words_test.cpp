// SPDX-License-Identifier: Apache-2.0
// Shows which names are those of secrets.
#include "proxy/base/secrets/secret_words.hpp"

#include "tests/support/catch.hpp"

using proxy::base::has_secret_word;
using proxy::base::sounds_secret;

TEST_CASE("which names sound secret", "[secrets]") {
  for (const char* name :
       {"Device.A.Password", "STUNPassword", "X.KeyPassphrase", "X.PreSharedKey", "X.1.PIN", "ApiToken", "X.WEPKey",
        "X.PSK", "X.ApiKey", "X.api_key", "X.PrivateKey", "X.private_key", "X.PinCode", "X.Credentials", "passwd"})
    CHECK(sounds_secret(name));
  for (const char* name : {"Device.Password.Name", "Device.ManagementServer.ParameterKey", "X.Pinned", "URL", ""})
    CHECK_FALSE(sounds_secret(name));
}

TEST_CASE("which texts have a word for a secret", "[secrets]") {
  for (const char* text : {"client_secret", "Device.Password.Name", "WPA2-PSK", "Private-Key", "pre-shared-key"})
    CHECK(has_secret_word(text));
  for (const char* text : {"PIN", "key", ""}) CHECK_FALSE(has_secret_word(text));
}
