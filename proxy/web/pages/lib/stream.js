// SPDX-License-Identifier: Apache-2.0
// The server-sent events of the daemon, over one connection that is made again when it is lost.
//
// Dispatches events with `detail`: change {path, value, by}, log {time, level, id, text}, status, daemon {up};
// and of its own: connected, lost.

const kShortestWait = 500;
const kLongestWait = 15_000;

export class Stream extends EventTarget {
  #source = null;
  #address = '';
  #losses = 0;
  #timer = 0;

  /** Asks for the changes at or below `path` (empty: none), and for new lines of the log. */
  follow({ path = '', log = false } = {}) {
    const query = new URLSearchParams();
    if (path) query.set('path', path);
    if (log) query.set('log', '1');
    const address = query.size ? `api/stream?${query}` : 'api/stream';
    if (address === this.#address) return;
    this.#address = address;
    this.#connect();
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#address = '';
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#losses = 0;
      this.#dispatch('connected');
    });
    source.addEventListener('error', () => source === this.#source && this.#lost());
    for (const name of ['change', 'log', 'status', 'daemon']) {
      source.addEventListener(name, (event) => this.#dispatch(name, JSON.parse(event.data)));
    }
  }

  // The browser would try again by itself, but never after an answer that is no stream, and always after the same wait.
  #lost() {
    this.#source.close();
    this.#dispatch('lost');
    if (!this.#address) return;
    const wait = Math.min(kLongestWait, kShortestWait * 2 ** this.#losses++);
    this.#timer = setTimeout(() => this.#connect(), wait * (0.5 + Math.random() / 2));
  }

  #dispatch(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
