// SPDX-License-Identifier: Apache-2.0
// Each view shows what the daemon says.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, views } from './fixture/browser.mjs';
import { kHostileName, smallHome } from './fixture/devices.mjs';
import { Gateway } from './fixture/gateway.mjs';

describe('the views show what the daemon says', () => {
  let gateway, browser, page;
  before(async () => {
    gateway = await Gateway.start();
    browser = await Browser.start();
    await gateway.moveIn(smallHome());
    page = await browser.open(gateway.url);
    await page.shown();
  });
  after(async () => {
    await browser?.stop();
    await gateway?.stop();
  });

  test('overview: whether all is well, the ACS, the adapters, how many devices in which state', async () => {
    await page.view(views.overview);
    const [status, devices] = [await gateway.ctl('status'), await gateway.ctl('devices')];
    assert.equal(status.healthy, true);
    assert.match(await page.locator('#health').innerText(), /^All is well/);
    assert.match(await page.locator('#acs').innerText(), new RegExp(`reachable[^]*${status.acs_url}[^]*succeeded[^]*Events waiting\\s*0`));
    assert.match(await page.locator('#adapters tbody').innerText(), /^home\s+mqtt\s+up\s+17\s/);
    const count = (state) => page.locator(`.count-${state} strong`).innerText().then(Number);
    assert.equal(await count('all'), devices.length);
    assert.equal(await count('online'), devices.filter(({ presence }) => presence === 'online').length);
    assert.equal(await count('low'), 5);
  });

  test('overview: a device that goes offline is counted and listed, without a reload', async () => {
    await page.view(views.overview);
    await gateway.publish('home/attic/plug/availability', { state: 'offline' });
    await page.locator('#problems li', { hasText: 'attic/plug' }).waitFor();
    await page.waitForFunction(() => document.querySelector('.count-offline strong').textContent === '1');
    await gateway.publish('home/attic/plug/availability', { state: 'online' });
    await page.locator('#problems li', { hasText: 'attic/plug' }).waitFor({ state: 'detached' });
  });

  test('devices: every device of tr069-proxyctl devices, found by its name and filtered by its state', async () => {
    await page.view(views.devices);
    const devices = await gateway.ctl('devices');
    const names = () => page.locator('.list-body a').allInnerTexts();
    assert.deepEqual(new Set(await names()), new Set(devices.map(({ name }) => name)));
    await page.getByRole('searchbox', { name: 'Search' }).fill('kitchen thermostat');
    assert.deepEqual(await names(), ['kitchen/valve']);
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.getByLabel('State').selectOption('low');
    assert.deepEqual(await names(), [kHostileName, 'attic/door', 'bath/door', 'hall/door', 'kitchen/door']);
    assert.match(await page.evaluate(() => location.hash), /state=low/);
  });

  test('devices: a name that looks like markup is shown as it is', async () => {
    await page.view(views.devices);
    assert.equal(await page.locator('.list-body a', { hasText: kHostileName }).count(), 1);
    assert.equal(await page.locator('main img').count(), 0);
    await page.locator('.list-body a', { hasText: kHostileName }).click();
    await page.locator('h1', { hasText: kHostileName }).waitFor();
    assert.equal(await page.locator('main img').count(), 0);
  });

  test('device: its capabilities with value and unit, and all parameters', async () => {
    const object = await gateway.object('kitchen/weather');
    await page.view(`#/devices/${object}`);
    const tile = (title) => page.locator('.tile', { has: page.getByRole('heading', { name: title, exact: true }) });
    assert.equal(await tile('Temperature').locator('output').innerText(), '21.4\u00a0°C');
    assert.equal(await tile('Humidity').locator('output').innerText(), '48\u00a0%');
    assert.match(await tile('Temperature').getByRole('img').getAttribute('aria-label'), /21\.4 to 21\.4, 1 readings/);
    const parameters = await gateway.ctl('tree', `${object}.`);
    await page.getByText(`All ${parameters.length} parameters`).click();
    await page.locator('details tbody tr').nth(parameters.length - 1).waitFor();
    assert.equal(await page.locator('details tbody tr').count(), parameters.length);
  });

  test('sessions: the first one, with its events', async () => {
    await page.view(views.sessions);
    const session = page.locator('details.session').last();
    assert.match(await session.innerText(), /succeeded[^]*0 BOOTSTRAP, 1 BOOT/);
    await session.locator('summary').click();
    await session.locator('.facts').waitFor();
    assert.match(await session.innerText(), /Address\s+http:\/\/127\.0\.0\.1/);
  });

  test('tree: every parameter, an object at a time, when it is opened', async () => {
    await page.view(views.tree);
    const path = await gateway.object('kitchen/valve');
    await page.locator('summary', { hasText: 'X_00D09E_ProxiedDevice.' }).first().click();
    assert.match(await page.locator('summary', { hasText: 'kitchen/valve' }).innerText(), /^\d+\./);
    await page.locator('summary', { hasText: 'DeviceInfo.' }).first().click();
    await page.locator('.leaf', { hasText: 'GW0001' }).waitFor();
    await page.view(`#/tree/${encodeURIComponent(`${path}.`)}`);
    const parameters = await gateway.ctl('tree', `${path}.`);
    await page.evaluate(async (count) => {
      while (document.querySelectorAll('.leaf').length < count) {
        document.querySelectorAll('.tree details:not([open])').forEach((one) => { one.open = true; });
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }, parameters.length);
    const shown = await page.locator('.leaf').evaluateAll((leaves) => leaves.map((leaf) => [leaf.title, leaf.querySelector('.tree-value').textContent]));
    const sorted = (list) => [...list].sort(([one], [other]) => (one < other ? -1 : 1));
    assert.deepEqual(sorted(shown), sorted(parameters.map(({ path: name, value }) => [name, value])));
    await page.view(`#/tree/${encodeURIComponent('Device.ManagementServer.')}`);
    assert.match(await page.locator('.leaf', { hasText: 'PeriodicInformInterval' }).first().innerText(), /300/);
  });

  test('configuration: the text in effect, without its secrets, and the messages of the checker', async () => {
    await page.view(views.configuration);
    const text = await page.locator('#file').innerText();
    assert.match(text, /daemon\.yaml/);
    assert.match(text, /serial_number: *"?GW0001/);
    assert.doesNotMatch(text, /a secret|another secret/);
    assert.notEqual(await page.locator('#messages').innerText(), '');
  });

  test('explain: what a message would set', async () => {
    await page.view(views.explain);
    await page.getByLabel('Topic or address').fill('home/kitchen/weather');
    await page.getByLabel('Payload').fill('{"temperature": 33}');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('#explanation', { hasText: 'temperature (LevelSensor) = 33 degC' }).waitFor();
    assert.equal((await gateway.ctl('get', 'kitchen/weather', 'Temperature'))[0].value, '21.4');
  });

  test('log: the lines since the start, each new one, and only those of a level', async () => {
    await page.view(views.log);
    await page.locator('.log li', { hasText: 'daemon.process.started' }).waitFor();
    const completed = page.locator('.log li', { hasText: 'acs.session.completed' });
    const before = await completed.count();
    await gateway.ctl('inform');
    await completed.nth(before).waitFor();
    await page.getByLabel('Level').selectOption('error');
    assert.equal(await page.locator('.log li:visible').count(), 0);
  });

  test('no view has an error on the console, or asks another host', async () => {
    for (const hash of Object.values(views)) await page.view(hash);
    await page.end();
  });
});
