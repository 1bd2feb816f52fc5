// SPDX-License-Identifier: Apache-2.0
// A small line of the values of the last hour.

import { drawing, replace } from './dom.js';
import { kSpan } from './history.js';
import { number, text } from './texts.js';

const kWidth = 240;
const kHeight = 48;
const kMargin = 4;

/** An empty line; draw() fills it. */
export function sparkline() {
  return drawing('svg', { class: 'sparkline', viewBox: `0 0 ${kWidth} ${kHeight}`, preserveAspectRatio: 'none', role: 'img' });
}

/** Draws the points, [{time, value}] with the oldest first, up to `now`. A value lasts until the next. */
export function draw(node, points, now = Date.now()) {
  const values = points.map((point) => point.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (time) => Math.max(0, kWidth * (1 - (now - time) / kSpan));
  const y = (value) => most === least ? kHeight / 2
    : kHeight - kMargin - (kHeight - 2 * kMargin) * (value - least) / (most - least);
  const corners = points.flatMap(({ time, value }, index) => {
    const end = points[index + 1]?.time ?? now;
    return [`${x(time).toFixed(1)},${y(value).toFixed(1)}`, `${x(end).toFixed(1)},${y(value).toFixed(1)}`];
  });
  node.setAttribute('aria-label', text('sparkline.label', { least: number(least), most: number(most), count: points.length }));
  const begin = { x: x(points[0].time), y: y(values[0]) };
  replace(node,
    drawing('line', { class: 'sparkline-before', x1: 0, y1: begin.y, x2: begin.x, y2: begin.y, 'vector-effect': 'non-scaling-stroke' }),
    drawing('polyline', { class: 'sparkline-area', points: `${begin.x.toFixed(1)},${kHeight} ${corners.join(' ')} ${kWidth},${kHeight}` }),
    drawing('polyline', { class: 'sparkline-line', points: corners.join(' '), 'vector-effect': 'non-scaling-stroke' }));
}
