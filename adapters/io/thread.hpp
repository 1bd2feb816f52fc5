// SPDX-License-Identifier: Apache-2.0
#pragma once
// Starts the threads of adapters.
// Thread: any

#include <pthread.h>

#include <csignal>
#include <thread>
#include <utility>

namespace adapters::io {

/// Starts a thread that receives no signal: signals belong to the daemon's loop, and a SIGPIPE that a library raises
/// must end nothing. Throws std::system_error if the system starts no thread.
template <class Body>
std::thread start_thread(Body body) {
  class Blocked {
   public:
    Blocked() {
      sigset_t all;
      sigfillset(&all);
      pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    Blocked(const Blocked&) = delete;
    Blocked& operator=(const Blocked&) = delete;
    ~Blocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

   private:
    sigset_t before_{};
  };
  const Blocked inherited_by_the_thread;
  return std::thread(std::move(body));
}

}  // namespace adapters::io
