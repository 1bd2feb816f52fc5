// SPDX-License-Identifier: Apache-2.0
#pragma once
// How often this process has waited for the disk to have something: a test's measure of writes. A program that calls
// it has fsync() and fdatasync() of its own, which count and then do what they do.
// Thread: any

namespace tests::support {

// Since the start of the process.
int sync_count();

}  // namespace tests::support
