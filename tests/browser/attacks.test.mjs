// SPDX-License-Identifier: Apache-2.0
// What somebody else may not do.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { Browser } from './fixture/browser.mjs';
import { smallHome } from './fixture/devices.mjs';
import { Gateway, kPassword } from './fixture/gateway.mjs';
import { otherSite } from './fixture/other_site.mjs';

/** Sends the request line as it is, which no HTTP client would. */
function raw(url, target) {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, hostname, () => socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    socket.setEncoding('utf8').on('data', (text) => { answer += text; }).on('end', () => resolve(answer)).on('error', reject);
  });
}

describe('what somebody else may not do', () => {
  let gateway, browser;
  const expected = /Failed to load resource|frame|Refused|violates|CORS|ERR_/i;
  before(async () => {
    gateway = await Gateway.start({ password: kPassword });
    browser = await Browser.start();
    await gateway.moveIn(smallHome());
  });
  after(async () => {
    await browser?.stop();
    await gateway?.stop();
  });

  async function loggedIn() {
    const page = await browser.open(gateway.url, { expected });
    await page.getByLabel('Password').fill(kPassword);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return page;
  }

  const switchValue = async () => (await gateway.ctl('get', 'kitchen/plug', 'Switch'))[0];

  test('without the password nothing is shown', async () => {
    for (const path of ['status', 'devices', 'config', 'log', 'tree?path=Device.', 'stream', 'sessions']) {
      assert.equal((await fetch(new URL(`api/${path}`, gateway.url))).status, 401, path);
    }
  });

  test('a wrong password is refused, and the right one is taken afterwards', async () => {
    const page = await browser.open(gateway.url, { expected });
    await page.getByLabel('Password').fill('a wrong password');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').getByText('The password is wrong.').waitFor();
    assert.equal(await page.getByRole('navigation').count(), 0);
    await page.getByLabel('Password').fill(kPassword);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.end();
  });

  test('a page whose session has ended asks for the password again', async () => {
    const page = await loggedIn();
    await gateway.web.stop();
    await gateway.startWeb(); // it keeps sessions in memory
    await page.getByLabel('Password').fill(kPassword);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.end();
  });

  test('CSRF: another site cannot set a value with the session of the user', async () => {
    const page = await loggedIn();
    const { path, value } = await switchValue();
    const body = JSON.stringify({ path, value: 'true' });
    const site = await otherSite('<!doctype html><title>other</title>');
    const other = await page.context().newPage();
    await other.goto(site.url);
    const outcome = await other.evaluate(([address, text]) => Promise.all(['text/plain', 'application/json'].map((type) =>
      fetch(address, { method: 'POST', credentials: 'include', headers: { 'Content-Type': type }, body: text })
        .then((response) => response.status, () => 'blocked'))), [`${gateway.url}/api/set`, body]);
    assert.deepEqual(outcome, ['blocked', 'blocked']);
    assert.equal((await switchValue()).value, value);
    site.close();
    await page.end();
  });

  test('CSRF: the server refuses a set with the cookie but without the token, or from another origin', async () => {
    const page = await loggedIn();
    const cookies = await page.context().cookies();
    assert.ok(cookies.length > 0 && cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Strict'));
    const { csrf } = await page.evaluate(() => fetch('api/session').then((answer) => answer.json()));
    const { path, value } = await switchValue();
    const origin = new URL(gateway.url).origin;
    const attempt = (headers) => fetch(new URL('api/set', gateway.url), { method: 'POST', body: JSON.stringify({ path, value: 'true' }),
      headers: { 'Content-Type': 'application/json', Cookie: cookies.map((one) => `${one.name}=${one.value}`).join('; '), ...headers } });
    assert.equal((await attempt({ Origin: origin })).status, 403);
    assert.equal((await attempt({ Origin: origin, 'X-CSRF-Token': 'guessed' })).status, 403);
    assert.equal((await attempt({ Origin: 'http://127.0.0.1:1', 'X-CSRF-Token': csrf })).status, 403);
    assert.equal((await switchValue()).value, value);
    await page.end();
  });

  test('clickjacking: the page is not shown in a frame of another site', async () => {
    const site = await otherSite(`<!doctype html><title>other</title><iframe src="${gateway.url}"></iframe>`);
    const page = await loggedIn();
    const other = await page.context().newPage();
    await other.goto(site.url);
    const frame = other.frames().find((one) => one !== other.mainFrame());
    await other.waitForLoadState('networkidle');
    assert.equal(await frame.locator('header, main, form').count(), 0);
    site.close();
    await page.end();
  });

  test('path traversal: no file beside the pages is served', async () => {
    const targets = ['/pages/../../../../etc/passwd', '/../../etc/passwd', '/pages/%2e%2e/%2e%2e/%2e%2e/etc/passwd', '/pages/..%2f..%2f..%2fetc%2fpasswd',
      '/pages/../application.cpp', '/pages//etc/passwd', '/pages/views/../../main.cpp', '/pages/%00', '/pages/lib', '/pages/README.md'];
    for (const target of targets) {
      const answer = await raw(gateway.url, target);
      assert.match(answer, /^HTTP\/1\.1 40[04] /, target);
      assert.doesNotMatch(answer, /root:|#include/, target);
    }
    assert.match(await raw(gateway.url, '/pages/app.js'), /^HTTP\/1\.1 200 /);
  });

  test('the policy allows nothing inline and nothing from elsewhere', async () => {
    const policy = (await fetch(gateway.url)).headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:|data:/);
  });
});
