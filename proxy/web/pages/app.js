// SPDX-License-Identifier: Apache-2.0
// The frame around the views: who is logged in, which view is shown, and whether the daemon is there.

import { kNoDaemon, kUnauthorized, logout, session } from './lib/api.js';
import { tableOf } from './lib/devices.js';
import { element, replace } from './lib/dom.js';
import { frame } from './lib/frame.js';
import { History } from './lib/history.js';
import { empty } from './lib/parts.js';
import { place } from './lib/router.js';
import { Stream } from './lib/stream.js';
import { text } from './lib/texts.js';
import * as configuration from './views/configuration.js';
import * as device from './views/device.js';
import * as devices from './views/devices.js';
import * as explain from './views/explain.js';
import * as log from './views/log.js';
import { askForPassword } from './views/login.js';
import * as overview from './views/overview.js';
import * as sessions from './views/sessions.js';
import * as tree from './views/tree.js';

const views = { '': overview, devices, sessions, tree, configuration, explain, log };
const kRetry = 3000;

class Application {
  #stream = new Stream();
  #history = new History();
  #frame = frame({ onLogout: () => logout().catch(() => {}).then(() => location.reload()) });
  #leave = new AbortController();
  #session = null;
  #failed = false; // the view that is shown could not be loaded
  #devices = '';   // the table of devices, for the stream

  async run() {
    this.#listen();
    await this.#enter();
    addEventListener('hashchange', () => this.#show(true));
  }

  #listen() {
    const stream = this.#stream;
    stream.addEventListener('change', ({ detail }) => this.#history.add(detail.path, detail.value));
    stream.addEventListener('daemon', ({ detail: { up } }) => {
      this.#frame.banner(up ? '' : text('banner.daemon'));
      if (up) this.#learnSession().then(() => this.#failed && this.#show(false));
    });
    stream.addEventListener('connected', () => {
      this.#frame.banner('');
      if (this.#failed) this.#show(false);
    });
    stream.addEventListener('lost', async () => {
      this.#frame.banner(text('banner.server'));
      // A server that was started again knows no session, and has another token.
      const now = await this.#learnSession();
      if (now && !now.authenticated && now.password_required) this.#enter();
    });
  }

  /** What may be set depends on the daemon, too. */
  async #learnSession() {
    const now = await session().catch(() => null);
    this.#session = now ?? this.#session;
    return now;
  }

  /** Logs in if that is needed, then shows the view of the address. */
  async #enter() {
    this.#stream.close();
    try {
      this.#session = await session();
      if (!this.#session.authenticated && this.#session.password_required) {
        this.#begin('login');
        this.#frame.banner('');
        await askForPassword(this.#frame.main);
        this.#session = await session();
      }
    } catch {
      this.#frame.banner(text('banner.server'));
      setTimeout(() => this.#enter(), kRetry);
      return;
    }
    this.#frame.loggedIn(this.#session);
    await this.#show(false);
  }

  /** Ends the view that is shown. */
  #begin(name) {
    this.#leave.abort();
    this.#leave = new AbortController();
    this.#frame.begin(name);
    return this.#leave.signal;
  }

  async #show(byUser) {
    const where = place();
    const name = Object.hasOwn(views, where.name) ? where.name : '';
    const view = name === 'devices' && where.argument ? device : views[name];
    const signal = this.#begin(name);
    const main = this.#frame.main;
    this.#failed = false;
    this.#follow();
    try {
      await view.show(main, this.#context(where, signal));
    } catch (error) {
      if (signal.aborted) return;
      this.#fail(error);
    }
    if (signal.aborted) return;
    this.#frame.ready();
    const title = main.querySelector('h1');
    document.title = title ? `${title.textContent} – tr069-proxy` : 'tr069-proxy';
    if (byUser) title?.focus();
  }

  #fail(error) {
    if (error.status === kUnauthorized) {
      this.#enter();
      return;
    }
    this.#failed = true;
    const message = error.status === kNoDaemon ? text('failed.daemon') : text('failed.reason', { reason: error.message });
    replace(this.#frame.main, element('h1', { tabindex: -1 }, text('failed.title')), empty(message),
      element('button', { type: 'button', click: () => this.#show(true) }, text('failed.again')));
  }

  /** What a view gets. `signal` is aborted when the view is left. */
  #context(where, signal) {
    const follow = (what) => signal.aborted || this.#follow(what);
    return {
      place: where,
      signal,
      stream: this.#stream,
      history: this.#history,
      session: this.#session,
      /** Has the stream bring the changes of the table that this device is in, in this view and in the following ones. */
      followDevices: (object) => {
        this.#devices = tableOf(object) || this.#devices;
        follow();
      },
      followPath: (path) => follow({ path }),
      followLog: () => follow({ path: this.#devices, log: true }),
    };
  }

  #follow(what = { path: this.#devices }) {
    this.#stream.follow(what);
  }
}

new Application().run();
