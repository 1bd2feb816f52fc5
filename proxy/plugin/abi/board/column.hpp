// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a column as an adapter declares it, and trusts nothing of it.
// Thread: pure

#include "adapters/sdk/adapter_abi.h"
#include "proxy/plugin/abi/message.hpp"

#include <cstddef>
#include <memory>

namespace proxy::plugin {

struct ReadColumn {
  std::unique_ptr<Column> column;  ///< null if it is unfit
  const char* problem = nullptr;   ///< why
  std::size_t bytes = 0;           ///< of its texts
};

/// `column` may be null.
ReadColumn read_column(const adapter_column* column);

}  // namespace proxy::plugin
