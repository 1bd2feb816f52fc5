// SPDX-License-Identifier: Apache-2.0
#pragma once
// An ACS that only listens: it answers every session well, and notes which transfers it was told of.
// Thread: any one thread at a time

#include <cstddef>
#include <string>
#include <vector>

#include "tests/integration/house.hpp"

namespace tests::integration {

// "KEY CODE" of each TransferComplete, in their order. Returns with the end of the session in which so many were heard.
std::vector<std::string> hear_reports(House& house, std::size_t count);

}  // namespace tests::integration
