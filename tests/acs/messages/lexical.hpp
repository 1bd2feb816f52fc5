// SPDX-License-Identifier: Apache-2.0
#pragma once
// How values of the XML Schema types that CWMP uses are written.
// Spec: XML Schema part 2; TR-106, 3.2
// Thread: pure

#include <string>
#include <string_view>

namespace tests::acs {

// Whether `value` is written as values of that type are ("xsd:unsignedInt"); true for types not known here.
bool is_lexical(std::string_view type, const std::string& value);

}  // namespace tests::acs
