// SPDX-License-Identifier: Apache-2.0
// What stays around the views: the menu, the banner, the choice of language and colours.

import { element, replace } from './dom.js';
import { remember, remembered } from './memory.js';
import { choice } from './parts.js';
import { address } from './router.js';
import { chooseLanguage, language, languages, text } from './texts.js';

const entries = ['', 'devices', 'sessions', 'tree', 'configuration', 'explain', 'log'];
const kColours = 'colours';
const darkWhen = { auto: '(prefers-color-scheme: dark)', light: 'not all', dark: 'all' }; // media queries

/** Puts the frame into the document. @returns {{main, begin, ready, banner, loggedIn}} */
export function frame({ onLogout }) {
  document.documentElement.lang = language;
  showColours(remembered(kColours) ?? 'auto');
  const main = element('main', { id: 'main' });
  const links = new Map(entries.map((name) => [name, element('a', { href: address(name) }, text(`menu.${name || 'overview'}`))]));
  const menu = element('nav', { 'aria-label': text('menu.label'), hidden: true },
    element('ul', {}, ...[...links.values()].map((link) => element('li', {}, link))));
  const banner = element('div', { class: 'banner', role: 'alert' });
  const version = element('span', {});
  const logout = element('button', { type: 'button', class: 'small', hidden: true, click: onLogout }, text('action.logout'));
  document.body.prepend(
    element('a', { class: 'skip', href: '#main', click: (event) => skip(event, main) }, text('action.skip')),
    element('header', { class: 'top' }, element('a', { class: 'brand', href: address('') }, mark(), 'tr069-proxy'), menu),
    banner, main, element('footer', { class: 'bottom' }, version, languageChoice(), coloursChoice(), logout));
  return {
    main,
    /** A new view begins: `main` is empty and busy until ready(). */
    begin(name) {
      main.className = '';
      main.setAttribute('aria-busy', 'true');
      replace(main);
      for (const [one, link] of links) {
        if (one === name) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
      links.get(name)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
    ready: () => main.removeAttribute('aria-busy'),
    banner: (message) => message !== banner.textContent && replace(banner, message),
    loggedIn(session) {
      menu.hidden = false;
      logout.hidden = !session.password_required;
      version.textContent = session.version;
    },
  };
}

// The address names the view: a fragment of the page would replace it.
function skip(event, main) {
  event.preventDefault();
  const title = main.querySelector('h1');
  (title ?? main).focus();
}

const mark = () => element('img', { src: 'pages/icon.svg', alt: '', width: 24, height: 24 });

function languageChoice() {
  const options = Object.entries(languages).map(([code, { name }]) => [code, name]);
  return element('label', {}, `${text('frame.language')} `, choice(options, language, { change: ({ target }) => {
    chooseLanguage(target.value);
    location.reload();
  } }));
}

function coloursChoice() {
  const options = Object.keys(darkWhen).map((name) => [name, text(`frame.${name}`)]);
  return element('label', {}, `${text('frame.colours')} `, choice(options, remembered(kColours) ?? 'auto', { change: ({ target }) => {
    remember(kColours, target.value);
    showColours(target.value);
  } }));
}

function showColours(name) {
  document.getElementById('dark').media = darkWhen[name] ?? darkWhen.auto;
}
