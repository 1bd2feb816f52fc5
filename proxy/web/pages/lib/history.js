// SPDX-License-Identifier: Apache-2.0
// The numbers of the last hour, as far as this page has seen them, within a bound: nothing of it is stored.

export const kSpan = 60 * 60 * 1000;
const kBucket = 15_000; // one point each: at most 240 of a value
const kLongest = kSpan / kBucket;
const kMostSeries = 3000;

/** What a value counts as in a line: a number, 1 or 0 for a boolean; otherwise null. */
export function numeric(value) {
  if (value === 'true') return 1;
  if (value === 'false') return 0;
  return value !== '' && Number.isFinite(Number(value)) ? Number(value) : null;
}

export class History {
  #series = new Map(); // by path, what was written longest ago first

  /** Notes the value of a path; one that is no number is not kept. */
  add(path, value, now = Date.now()) {
    const y = numeric(value);
    if (y === null) return;
    const points = this.#series.get(path) ?? [];
    this.#series.delete(path);
    this.#series.set(path, points);
    if (this.#series.size > kMostSeries) this.#series.delete(this.#series.keys().next().value);
    const last = points.at(-1);
    if (last && now - last.begin < kBucket) Object.assign(last, { time: now, value: y });
    else points.push({ begin: now, time: now, value: y });
    while (points.length > kLongest || points[0].time < now - kSpan) points.shift();
  }

  /** The points of a path, the oldest first: [{time, value}]. */
  points(path) {
    return this.#series.get(path) ?? [];
  }
}
