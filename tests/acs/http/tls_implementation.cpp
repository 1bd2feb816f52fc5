// SPDX-License-Identifier: Apache-2.0
// Compiles the parts of Asio's TLS that need no templates; the daemon has none of it, so the test ACS brings its own.
#include <boost/asio/ssl/impl/src.hpp>
