// SPDX-License-Identifier: Apache-2.0
// libFuzzer's way in: soap_reader_fuzzer tests/fixtures/cwmp/hostile tests/fixtures/cwmp/received
#include "tests/fuzz/exercise.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tests::fuzz::exercise_reader({reinterpret_cast<const char*>(data), size});
  return 0;
}
