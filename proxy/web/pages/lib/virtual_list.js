// SPDX-License-Identifier: Apache-2.0
// A list of any length of which only the rows in sight exist. It is one stop of the Tab key; inside it the arrow keys, Page Up,
// Page Down, Home and End move, Enter follows the row's link.

import { element } from './dom.js';

const kOverscan = 8;

export class VirtualList {
  #items = [];
  #rows = new Map(); // by index
  #active = 0;
  #frame = 0;

  /**
   * @param {{columns: Node, makeRow: () => {node: HTMLElement, show: (item: any) => void}, label: string}} parts
   *   makeRow makes an empty row with one <a>, show() fills it: rows are used again.
   */
  constructor({ head, makeRow, label }) {
    this.makeRow = makeRow;
    this.head = head;
    this.body = element('div', { class: 'list-body', role: 'rowgroup' });
    this.scroller = element('div', { class: 'list-scroller' }, element('div', { role: 'rowgroup', class: 'list-head' }, head), this.body);
    this.node = element('div', { class: 'list', role: 'table', 'aria-label': label }, this.scroller);
    head.setAttribute('aria-rowindex', 1);
    this.scroller.addEventListener('scroll', () => this.#schedule(), { passive: true });
    this.body.addEventListener('keydown', (event) => this.#key(event));
    this.body.addEventListener('focusin', (event) => this.#focused(event));
    this.observer = new ResizeObserver(() => this.#schedule());
    this.observer.observe(this.scroller);
  }

  /** Shows these items; the place in the list stays. */
  show(items) {
    this.#items = items;
    this.#active = Math.max(0, Math.min(this.#active, items.length - 1));
    this.node.setAttribute('aria-rowcount', items.length + 1);
    this.#render(true);
  }

  scrollToTop() {
    this.scroller.scrollTop = 0;
  }

  close() {
    this.observer.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  get #rowHeight() {
    return parseFloat(getComputedStyle(this.body).getPropertyValue('--row-height')) || 48;
  }

  #schedule() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#render(false);
    });
  }

  #render(again) {
    const height = this.#rowHeight;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / height) - kOverscan);
    const last = Math.min(this.#items.length, Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / height) + kOverscan);
    this.body.style.height = `${this.#items.length * height}px`;
    const wanted = new Set(Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset));
    if (this.#active < this.#items.length) wanted.add(this.#active); // the row that has the focus never goes
    const free = [...this.#rows.keys()].filter((index) => !wanted.has(index));
    for (const index of wanted) {
      if (!this.#rows.has(index)) this.#place(index, free.pop(), height);
      else if (again) this.#fill(index, height);
    }
    for (const index of free) {
      this.#rows.get(index).node.remove();
      this.#rows.delete(index);
    }
  }

  #place(index, freed, height) {
    const row = freed === undefined ? this.makeRow() : this.#rows.get(freed);
    this.#rows.delete(freed);
    this.#rows.set(index, row);
    this.#fill(index, height);
    if (!row.node.isConnected) this.body.append(row.node);
  }

  #fill(index, height) {
    const { node, show } = this.#rows.get(index);
    show(this.#items[index]);
    node.dataset.index = index;
    node.setAttribute('aria-rowindex', index + 2);
    node.style.transform = `translateY(${index * height}px)`;
    node.querySelector('a').tabIndex = index === this.#active ? 0 : -1;
  }

  #focused(event) {
    const row = event.target.closest('[data-index]');
    if (row) this.#activate(Number(row.dataset.index));
  }

  #activate(index) {
    const before = this.#rows.get(this.#active)?.node.querySelector('a');
    if (before) before.tabIndex = -1;
    this.#active = index;
    const now = this.#rows.get(index)?.node.querySelector('a');
    if (now) now.tabIndex = 0;
  }

  #key(event) {
    const page = Math.max(1, Math.floor((this.scroller.clientHeight - this.head.offsetHeight) / this.#rowHeight) - 1);
    const last = this.#items.length - 1;
    const to = { ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, PageDown: this.#active + page,
      PageUp: this.#active - page, Home: 0, End: last }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#moveTo(Math.max(0, Math.min(to, last)));
  }

  #moveTo(index) {
    const height = this.#rowHeight;
    const head = this.head.offsetHeight;
    const top = index * height;
    const room = this.scroller.clientHeight - head;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + height > this.scroller.scrollTop + room) this.scroller.scrollTop = top + height - room;
    this.#activate(index);
    this.#render(false);
    this.#activate(index);
    this.#rows.get(index).node.querySelector('a').focus({ preventScroll: true });
  }
}
