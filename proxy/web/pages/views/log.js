// SPDX-License-Identifier: Apache-2.0
// The log: the last lines, and each new one as it is written.

import { read } from '../lib/api.js';
import { element } from '../lib/dom.js';
import { badge, choice, field, heading } from '../lib/parts.js';
import { text } from '../lib/texts.js';
import { timed } from '../lib/time.js';

const kMostLines = 1000;
const levels = ['debug', 'info', 'warning', 'error'];
const kinds = { error: 'bad', warning: 'wait', info: 'good', debug: 'quiet' };

export async function show(main, context) {
  const { stream, signal } = context;
  const view = new Log(main);
  signal.addEventListener('abort', () => view.close());
  stream.addEventListener('log', ({ detail }) => view.add(detail), { signal });
  const load = () => view.restart(() => read('log', {}, signal));
  await load();
  context.followLog();
  // A stream that begins brings new lines alone: those before it are in the list that the daemon keeps.
  stream.addEventListener('daemon', ({ detail }) => detail.up && load().catch(() => {}), { signal });
}

class Log {
  #isPaused = false;
  #held = []; // lines that are not shown yet
  #isLoading = false;
  #frame = 0;

  constructor(main) {
    this.level = choice(levels.map((level) => [level, text(`log.${level}`)]), 'debug', { change: () => this.#filter() });
    this.search = element('input', { type: 'search', autocomplete: 'off', input: () => this.#filter() });
    this.pause = element('button', { type: 'button', 'aria-pressed': 'false', click: () => this.#toggle() }, text('log.pause'));
    this.levels = element('p', { class: 'quiet' });
    this.lines = element('ol', { class: 'log', role: 'log', 'aria-live': 'off', tabindex: 0, 'aria-label': text('log.title') });
    main.classList.add('full-height');
    main.append(heading(text('log.title'), this.levels),
      element('div', { class: 'filters' }, field(text('log.search'), this.search), field(text('log.least'), this.level), this.pause), this.lines);
  }

  /** Begins with the daemon's list, which `load` asks for. Lines that come meanwhile follow it, unless they are in it. */
  async restart(load) {
    this.#isLoading = true;
    try {
      this.#begin(await load());
    } finally {
      this.#isLoading = false;
      this.#showHeld();
    }
  }

  #begin({ level, modules, recent }) {
    const own = Object.entries(modules ?? {}).map(([module, its]) => `${module}: ${its}`);
    this.levels.textContent = text('log.level', { level: [level, ...own].join(', ') });
    this.lines.replaceChildren();
    this.#append(recent);
    const last = recent.at(-1)?.time ?? '';
    this.#held = this.#held.filter(({ time }) => time > last);
  }

  /** Shows a line with the next frame, with all that come until then; while paused, later. */
  add(line) {
    this.#held.push(line);
    if (this.#held.length > kMostLines) this.#held.shift();
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#showHeld();
    });
  }

  close() {
    cancelAnimationFrame(this.#frame);
  }

  #showHeld() {
    if (!this.#isPaused && !this.#isLoading) this.#append(this.#held.splice(0));
  }

  #append(lines) {
    const { scrollTop, scrollHeight, clientHeight } = this.lines;
    const wasAtEnd = scrollTop + clientHeight >= scrollHeight - 40;
    this.lines.append(...lines.map((line) => this.#shown(lineOf(line))));
    while (this.lines.childElementCount > kMostLines) this.lines.firstElementChild.remove();
    if (wasAtEnd) this.lines.scrollTop = this.lines.scrollHeight;
  }

  #toggle() {
    this.#isPaused = !this.#isPaused;
    this.pause.setAttribute('aria-pressed', this.#isPaused);
    this.#showHeld();
  }

  #filter() {
    for (const line of this.lines.children) this.#shown(line);
    this.lines.scrollTop = this.lines.scrollHeight;
  }

  #shown(line) {
    line.hidden = levels.indexOf(line.dataset.level) < levels.indexOf(this.level.value) ||
      !line.dataset.words.includes(this.search.value.toLowerCase());
    return line;
  }
}

function lineOf({ time, level, id, text: message }) {
  return element('li', { 'data-level': level, 'data-words': `${id} ${message}`.toLowerCase() },
    timed(time), badge(level, kinds[level] ?? 'quiet'), element('code', {}, id), element('span', { lang: 'en' }, message));
}
