// SPDX-License-Identifier: Apache-2.0

/** A function that runs `act` soon, but at most once in `wait` milliseconds; ends with the signal. */
export function throttled(act, wait, signal) {
  let timer = 0;
  let last = -Infinity;
  signal.addEventListener('abort', () => clearTimeout(timer));
  return () => {
    if (timer || signal.aborted) return;
    timer = setTimeout(() => {
      timer = 0;
      last = performance.now();
      act();
    }, Math.max(0, last + wait - performance.now()));
  };
}

/** Runs `act` every `period` milliseconds while the page is seen; ends with the signal. */
export function regularly(act, period, signal) {
  const timer = setInterval(() => document.hidden || act(), period);
  signal.addEventListener('abort', () => clearInterval(timer));
}
