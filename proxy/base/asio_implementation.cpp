// SPDX-License-Identifier: Apache-2.0
// Compiles the parts of Asio and Beast that are not templates once, instead of in each file that includes them.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
