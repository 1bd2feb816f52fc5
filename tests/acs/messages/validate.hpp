// SPDX-License-Identifier: Apache-2.0
#pragma once
// Judges what a CPE sends, message by message: HTTP headers, SOAP form, the arguments, and, where the XML schemas are
// at hand, those.
// Spec: TR-069 Amendment 6, 3.4.1, 3.5, A.3.3.1, A.6
// Thread: pure

#include <string>

#include "tests/acs/messages/message.hpp"

namespace pugi {
class xml_document;
}

namespace tests::acs {

// Adds what is wrong to message.violations.
void check_http(Message& message);
void check_envelope(Message& message, const pugi::xml_document& document);

// What xmllint has against the body, by the schema of that file; empty when it is valid.
std::string schema_errors(const std::string& schema_file, const std::string& body);

}  // namespace tests::acs
