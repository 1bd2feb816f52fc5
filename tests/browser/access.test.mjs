// SPDX-License-Identifier: Apache-2.0
// The pages without a mouse, without good sight, on a phone.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, views } from './fixture/browser.mjs';
import { smallHome } from './fixture/devices.mjs';
import { Gateway } from './fixture/gateway.mjs';
import { lowContrast, nameless } from './fixture/inspect.mjs';

describe('the pages are for everyone', () => {
  let gateway, browser, everyView;
  before(async () => {
    gateway = await Gateway.start();
    browser = await Browser.start();
    await gateway.moveIn(smallHome());
    everyView = { ...views, device: `#/devices/${await gateway.object('kitchen/valve')}` };
  });
  after(async () => {
    await browser?.stop();
    await gateway?.stop();
  });

  test('from the first Tab to a set value, by keyboard alone', async () => {
    await gateway.plugIn('bath/plug');
    const page = await browser.open(gateway.url);
    await page.shown();
    const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
    const tabTo = async (name) => {
      for (let step = 0; step < 60 && (await focused()) !== name; step += 1) await press('Tab');
      assert.equal(await focused(), name);
    };
    await press('Tab');
    assert.equal(await focused(), 'Skip to the content');
    await press('Enter');
    assert.equal(await focused(), 'Overview');
    await page.reload();
    await page.shown();
    await tabTo('Devices');
    await press('Enter');
    await page.getByRole('heading', { name: 'Devices' }).waitFor();
    await page.waitForFunction(() => document.activeElement.tagName === 'H1'); // a new view is read from its heading
    const first = await page.locator('.list-body a[tabindex="0"]').innerText();
    await tabTo(first);
    const names = (await page.locator('.list-body a').allInnerTexts()).length;
    for (let row = 0; row < names && (await focused()) !== 'bath/plug'; row += 1) await press('ArrowDown');
    await press('Enter');
    await page.getByRole('heading', { name: 'bath/plug' }).waitFor();
    await tabTo('Switch');
    await press('Space');
    await page.getByRole('dialog').waitFor();
    assert.equal(await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)), true);
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await focused(), 'Switch');
    await press('Space');
    await page.getByRole('dialog').waitFor();
    await tabTo('Set');
    await press('Enter');
    await page.locator('.tile output', { hasText: /^on$/ }).waitFor();
    await page.end();
  });

  test('every control has a name for a screen reader, every view one first heading', async () => {
    const page = await browser.open(gateway.url);
    await page.shown();
    for (const [name, hash] of Object.entries(everyView)) {
      await page.view(hash);
      assert.deepEqual(await page.evaluate(nameless), [], name);
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, name);
    }
    await page.end();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`text has a contrast of 4.5 to 1 at least: ${colorScheme}`, async () => {
      const page = await browser.open(gateway.url, { colorScheme });
      await page.shown();
      for (const [name, hash] of Object.entries(everyView)) {
        await page.view(hash);
        assert.deepEqual(await page.evaluate(lowContrast), [], name);
      }
      await page.end();
    });
  }

  test('the colours that the user chooses are shown, whatever the system prefers, and stay', async () => {
    const colours = (page) => page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor,
      getComputedStyle(document.body).color, getComputedStyle(document.documentElement).colorScheme].join('; '));
    const shown = {};
    for (const system of ['light', 'dark']) {
      const page = await browser.open(gateway.url, { colorScheme: system });
      await page.shown();
      shown[system] = await colours(page);
      const chosen = system === 'light' ? 'dark' : 'light';
      await page.getByLabel('Colours').selectOption(chosen);
      shown[`${chosen} by choice`] = await colours(page);
      assert.deepEqual(await page.evaluate(lowContrast), [], chosen);
      await page.reload();
      await page.shown();
      assert.equal(await page.getByLabel('Colours').inputValue(), chosen);
      assert.equal(await colours(page), shown[`${chosen} by choice`]);
      await page.getByLabel('Colours').selectOption('auto');
      assert.equal(await colours(page), shown[system]);
      await page.end();
    }
    assert.match(shown.light, /light$/);
    assert.match(shown.dark, /dark$/);
    assert.notEqual(shown.light.replace('light', 'dark'), shown.dark);
    assert.equal(shown['light by choice'], shown.light);
    assert.equal(shown['dark by choice'], shown.dark);
  });

  test('a phone of 360 pixels shows every view without scrolling sideways', async () => {
    const page = await browser.open(gateway.url, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await page.shown();
    for (const [name, hash] of Object.entries(everyView)) {
      await page.view(hash);
      const { scrollWidth, clientWidth } = await page.evaluate(() => ({
        scrollWidth: document.scrollingElement.scrollWidth, clientWidth: document.scrollingElement.clientWidth }));
      assert.ok(scrollWidth <= clientWidth, `${name}: ${scrollWidth} of ${clientWidth}`);
    }
    await page.end();
  });

  test('nothing moves where the user wants no motion', async () => {
    const page = await browser.open(`${gateway.url}${everyView.device}`, { reducedMotion: 'reduce' });
    await page.locator('.tile').first().waitFor();
    const durations = await page.evaluate(() => [...document.querySelectorAll('*')].flatMap((node) =>
      [null, '::before', '::after'].map((part) => getComputedStyle(node, part).transitionDuration)));
    assert.deepEqual([...new Set(durations)], ['0s']);
    await page.end();
  });

  test('in a German browser the pages are German, and the choice of English stays', async () => {
    const page = await browser.open(gateway.url, { locale: 'de-DE' });
    await page.getByRole('heading', { name: 'Übersicht' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
    await page.getByLabel('Sprache').selectOption('en');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.end();
  });
});
