// SPDX-License-Identifier: Apache-2.0
// What changes is shown without a reload; what is set arrives; what goes away comes back.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from './fixture/browser.mjs';
import { smallHome } from './fixture/devices.mjs';
import { Gateway } from './fixture/gateway.mjs';
import { eventually } from './fixture/program.mjs';

const kReadings = 20;

describe('an open page follows the daemon', () => {
  let gateway, browser, page;
  // While a server is away the browser writes each failed request to the console.
  const expected = /Failed to load resource|ERR_|EventSource/;
  const tile = (title) => page.locator('.tile', { has: page.getByRole('heading', { name: title, exact: true }) });
  const shows = (title, text) => tile(title).locator('output', { hasText: text }).waitFor();
  before(async () => {
    gateway = await Gateway.start();
    browser = await Browser.start();
    await gateway.moveIn(smallHome());
    page = await browser.open(gateway.url, { expected });
    await page.shown();
  });
  after(async () => {
    await page?.end();
    await browser?.stop();
    await gateway?.stop();
  });

  test('a value that changes is shown without a reload, and drawn into the line of the last hour', async (context) => {
    await page.view(`#/devices/${await gateway.object('kitchen/weather')}`);
    await page.evaluate(() => { window.sameDocument = true; });
    const publisher = gateway.publisher('home/kitchen/weather');
    const times = [];
    for (let reading = 0; reading < kReadings; reading += 1) {
      const value = (22 + reading / 10).toFixed(1).replace('.0', '');
      // The page notes when the text is there: asking it again and again would be slower than the page.
      const seen = page.evaluate((text) => new Promise((resolve) => {
        const find = () => [...document.querySelectorAll('.tile output')].some((one) => one.textContent.startsWith(`${text}\u00a0°C`));
        const observer = new MutationObserver(() => {
          if (!find()) return;
          observer.disconnect();
          resolve(performance.timeOrigin + performance.now());
        });
        observer.observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
      }), value);
      await page.evaluate(() => 0); // the observer is there
      const begin = performance.timeOrigin + performance.now();
      publisher.write(JSON.stringify({ temperature: Number(value), humidity: 40 + reading }));
      times.push((await seen) - begin);
    }
    times.sort((one, other) => one - other);
    context.diagnostic(`from the broker's client to the page: median ${times[kReadings / 2].toFixed(1)} ms, longest ${times.at(-1).toFixed(1)} ms, of ${kReadings}`);
    assert.equal(await page.evaluate(() => window.sameDocument), true);
    assert.match(await tile('Temperature').getByRole('img').getAttribute('aria-label'), /21\.4 to 23\.9|to 23\.9/);
  });

  test('a set is sent after it was confirmed, and not before', async () => {
    const plug = await gateway.plugIn('kitchen/plug');
    await page.view(`#/devices/${await gateway.object('kitchen/plug')}`);
    await shows('Switch', 'off');
    await page.getByRole('switch', { name: 'Switch' }).click();
    await page.getByRole('dialog').getByText('From off to on.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal((await gateway.ctl('get', 'kitchen/plug', 'Switch'))[0].value, 'false');
    await page.getByRole('switch', { name: 'Switch' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Set' }).click();
    await page.getByText('Switch is on.').waitFor();
    await shows('Switch', 'on');
    assert.match(plug.printed, /"state": ?"ON"/);
    assert.equal(await page.getByRole('switch', { name: 'Switch' }).getAttribute('aria-checked'), 'true');
  });

  test('a value that the daemon refuses is refused with its reason', async () => {
    await page.view(`#/tree/${encodeURIComponent('Device.ManagementServer.')}`);
    await page.getByRole('button', { name: 'Edit PeriodicInformInterval' }).click();
    await page.getByRole('textbox', { name: 'PeriodicInformInterval' }).fill('soon');
    await page.locator('.leaf').getByRole('button', { name: 'Set' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Set' }).click();
    await page.locator('.notice-bad', { hasText: 'was not set' }).waitFor();
    assert.equal((await gateway.ctl('get', 'Device.ManagementServer.PeriodicInformInterval'))[0].value, '300');
  });

  test('the daemon is killed and comes back under the open page', async () => {
    await page.view(`#/devices/${await gateway.object('kitchen/weather')}`);
    await gateway.daemon.stop('SIGKILL');
    await page.getByRole('alert').getByText('The daemon is away').waitFor();
    await shows('Temperature', '°C');
    await gateway.startDaemon();
    await page.waitForFunction(() => document.querySelector('.banner').textContent === '');
    await eventually(() => gateway.object('kitchen/weather'));
    await gateway.publish('home/kitchen/weather', { temperature: 11.5 });
    await shows('Temperature', '11.5');
  });

  test('a view that was opened while the daemon was away is shown when it is back', async () => {
    await gateway.daemon.stop('SIGKILL');
    await page.getByRole('alert').getByText('The daemon is away').waitFor();
    await page.view('#/devices');
    await page.getByRole('heading', { name: 'This page cannot be shown now' }).waitFor();
    await gateway.startDaemon();
    await page.getByRole('link', { name: 'kitchen/plug' }).waitFor();
  });

  test('tr069-proxy-web is killed and comes back under the open page', async () => {
    await page.view(`#/devices/${await gateway.object('kitchen/weather')}`);
    await gateway.web.stop('SIGKILL');
    await page.getByRole('alert').getByText('does not answer').waitFor();
    await gateway.startWeb();
    await page.waitForFunction(() => document.querySelector('.banner').textContent === '');
    await gateway.publish('home/kitchen/weather', { temperature: 12.5 });
    await shows('Temperature', '12.5');
  });
});

describe('where nothing may be set', () => {
  let gateway, browser;
  before(async () => {
    gateway = await Gateway.start({ allowSet: false });
    browser = await Browser.start();
    await gateway.moveIn(smallHome());
  });
  after(async () => {
    await browser?.stop();
    await gateway?.stop();
  });

  test('a device has values and no controls', async () => {
    const page = await browser.open(`${gateway.url}#/devices/${await gateway.object('kitchen/plug')}`);
    await page.locator('.tile').first().waitFor();
    assert.equal(await page.locator('main').getByRole('switch').count(), 0);
    assert.equal(await page.locator('main form').count(), 0);
    await page.end();
  });
});
