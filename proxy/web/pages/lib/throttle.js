// SPDX-License-Identifier: Apache-2.0
// How often something is asked for.

import { Refused } from './api.js';

const kShare = 10; // what takes long is done less often: it takes at most one part in ten of the time

/**
 * A function that runs `act` soon, but not twice within `wait` milliseconds, and not twice at once. `act` may be
 * asynchronous; a refusal ends it. Ends with the signal.
 */
export function throttled(act, wait, signal) {
  let timer = 0;
  let next = -Infinity;
  signal.addEventListener('abort', () => clearTimeout(timer));
  const run = async () => {
    const begin = performance.now();
    try {
      await act();
    } catch (error) {
      // The stream says when the daemon is away, and when it is back.
      if (!(error instanceof Refused) && error.name !== 'AbortError') throw error;
    } finally {
      const end = performance.now();
      next = end + Math.max(wait, kShare * (end - begin));
      timer = 0;
    }
  };
  return () => {
    if (timer || signal.aborted) return;
    timer = setTimeout(run, Math.max(0, next - performance.now()));
  };
}

/** Runs `act` every `period` milliseconds while the page is seen; ends with the signal. */
export function regularly(act, period, signal) {
  const timer = setInterval(() => document.hidden || act(), period);
  signal.addEventListener('abort', () => clearInterval(timer));
}
