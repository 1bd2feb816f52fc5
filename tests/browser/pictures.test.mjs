// SPDX-License-Identifier: Apache-2.0
// Makes the pictures of the README: build/browser/pictures/. With TR069_PICTURES=FOLDER, into that folder.

import assert from 'node:assert/strict';
import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser, views } from './fixture/browser.mjs';
import { kHostileName, smallHome } from './fixture/devices.mjs';
import { Gateway } from './fixture/gateway.mjs';

const folder = resolve(process.env.TR069_PICTURES ?? join(process.env.TR069_BROWSER ?? 'build/browser', 'pictures'));
const kReadings = 40;
const kBetween = 85_000;
const kMostBytes = 100_000;

describe('pictures', () => {
  let gateway, browser, page;
  before(async () => {
    gateway = await Gateway.start();
    browser = await Browser.start();
    await gateway.moveIn(smallHome().filter(({ name }) => name !== kHostileName));
    await gateway.publish('home/attic/plug/availability', { state: 'offline' });
    page = await browser.open(gateway.url, { viewport: { width: 1120, height: 720 } });
    await page.shown();
    await mkdir(folder, { recursive: true });
  });
  after(async () => {
    await page?.end();
    await browser?.stop();
    await gateway?.stop();
  });

  async function picture(name) {
    await page.evaluate(() => document.activeElement.blur());
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    const { size } = await stat(path);
    assert.ok(size < kMostBytes, `${path} has ${size} bytes`);
  }

  test('of the overview and of a device', async () => {
    await page.view(views.overview);
    await page.locator('#problems li', { hasText: 'attic/plug' }).waitFor();
    await picture('overview');

    // An hour passes in the page alone, and ends now.
    await page.clock.install({ time: Date.now() - kReadings * kBetween });
    await page.view(`#/devices/${await gateway.object('kitchen/valve')}`);
    for (let step = 0; step < kReadings; step += 1) {
      const temperature = Number((20.5 + Math.sin(step / 6) + (step % 3) / 10).toFixed(1));
      await gateway.publish('home/kitchen/valve', { battery: 64, occupied_heating_setpoint: step < 12 ? 19 : 21, local_temperature: temperature, linkquality: 110 + ((step * 7) % 13) });
      await page.locator('.tile output', { hasText: new RegExp(`^${temperature}\\s°C`) }).first().waitFor();
      await page.clock.fastForward(kBetween);
    }
    await page.locator('.device-facts time', { hasText: /second|now/ }).waitFor();
    await picture('device');
  });
});
