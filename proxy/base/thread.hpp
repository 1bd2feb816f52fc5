// SPDX-License-Identifier: Apache-2.0
#pragma once
// Starting a thread.
// Thread: any

#include <pthread.h>
#include <signal.h>

#include <thread>
#include <utility>

namespace proxy::base {

/// Blocks all signals of the calling thread while it exists. A thread that is started meanwhile inherits that.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

/// A thread that runs `body` with all signals blocked: only the loop's thread handles signals, and a SIGPIPE, which a
/// TLS library may raise, ends nothing. Throws std::system_error if the system cannot start another thread.
template <class Body>
std::thread start_thread(Body body) {
  const SignalsBlocked blocked;
  return std::thread(std::move(body));
}

}  // namespace proxy::base
