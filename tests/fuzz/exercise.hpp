// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the fuzzer and the corpus runner do with one input.
// Thread: pure

#include <string_view>

namespace tests::fuzz {

/// Feeds the text to the reader, and to sessions in several states as what the ACS sent, over a small tree. Aborts if
/// a session posts something that the reader does not take back, or if a masked envelope has a value.
void exercise_reader(std::string_view text);

}  // namespace tests::fuzz
