// SPDX-License-Identifier: Apache-2.0
// Two thousand devices.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, views } from './fixture/browser.mjs';
import { largeHome } from './fixture/devices.mjs';
import { Gateway } from './fixture/gateway.mjs';

const kDevices = 2000;
const kMostRows = 80; // in the document, of a window of 900 pixels

describe('two thousand devices', () => {
  let gateway, browser, page;
  before(async () => {
    gateway = await Gateway.start();
    browser = await Browser.start();
    await gateway.moveIn(largeHome(kDevices), false);
    page = await browser.open(gateway.url, { viewport: { width: 1280, height: 900 } });
    await page.shown();
    await page.view(views.devices);
  });
  after(async () => {
    await browser?.stop();
    await gateway?.stop();
  });

  const rows = () => page.locator('.list-body .list-row').count();

  test('only the rows in sight exist, and every row can be reached', async () => {
    assert.equal(await page.getByRole('table', { name: 'Devices' }).getAttribute('aria-rowcount'), String(kDevices + 1));
    assert.ok((await rows()) < kMostRows);
    await page.locator('.list-body a[tabindex="0"]').focus();
    await page.keyboard.press('End');
    await page.getByRole('link', { name: 'room 499/weather' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'room 499/weather');
    assert.ok((await rows()) < kMostRows);
    await page.keyboard.press('Home');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'room 0/door');
  });

  test('the list scrolls: every frame has its rows', async (context) => {
    const { times, gaps } = await page.evaluate(async () => {
      const scroller = document.querySelector('.list-scroller');
      const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const result = { times: [], gaps: 0 };
      const step = (scroller.scrollHeight - scroller.clientHeight) / 240;
      for (let frame = 1; frame <= 240; frame += 1) {
        const begin = performance.now();
        scroller.scrollTop = frame * step;
        await nextFrame(); // the scroll event
        await nextFrame(); // the rows
        result.times.push(performance.now() - begin);
        const { top, height } = scroller.getBoundingClientRect();
        const middle = document.elementFromPoint(scroller.getBoundingClientRect().left + 100, top + height / 2);
        if (!middle?.closest('.list-row')) result.gaps += 1;
      }
      return result;
    });
    times.sort((one, other) => one - other);
    context.diagnostic(`a step of the scroll until its rows are drawn (two frames): median ${times[120].toFixed(1)} ms, ` +
      `95th of 100 ${times[228].toFixed(1)} ms, longest ${times.at(-1).toFixed(1)} ms`);
    assert.equal(gaps, 0);
  });

  test('searching narrows them as one types', async (context) => {
    await page.evaluate(() => {
      window.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
      }).observe({ type: 'event', durationThreshold: 16 });
    });
    await page.getByRole('searchbox').pressSequentially('room 42/', { delay: 30 });
    await page.getByText('20 of 2,000').waitFor();
    context.diagnostic(`the longest interaction while typing (Event Timing): ${await page.evaluate(() => window.longest)} ms`);
  });

  test('their part of the tree is opened', async (context) => {
    await page.view(views.tree);
    const begin = performance.now();
    await page.locator('summary', { hasText: 'X_00D09E_ProxiedDevice.' }).click();
    await page.locator('.branch .branch summary').nth(kDevices - 1).waitFor();
    context.diagnostic(`an object with ${kDevices} rows is shown after ${(performance.now() - begin).toFixed(0)} ms`);
    await page.end();
  });
});
