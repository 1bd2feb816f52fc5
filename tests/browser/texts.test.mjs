// SPDX-License-Identifier: Apache-2.0
// The texts of the languages. No browser is needed.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';

const pages = resolve(import.meta.dirname, '../../proxy/web/pages');

async function textsOf(file) {
  const source = await readFile(join(pages, 'texts', file), 'utf8');
  const [texts] = Object.values(await import(`data:text/javascript,${encodeURIComponent(source)}`));
  return texts;
}

async function sources() {
  const files = (await readdir(pages, { recursive: true })).filter((file) => file.endsWith('.js') && !file.startsWith('texts'));
  return Promise.all(files.map((file) => readFile(join(pages, file), 'utf8')));
}

const placeholders = (text) => JSON.stringify(text).match(/\{\w+\}/g)?.sort() ?? [];

describe('texts', () => {
  test('every language has the same keys, and each text the same placeholders', async () => {
    const english = await textsOf('en.js');
    for (const file of await readdir(join(pages, 'texts'))) {
      const texts = await textsOf(file);
      assert.deepEqual(Object.keys(texts), Object.keys(english), file);
      for (const [key, text] of Object.entries(texts)) {
        assert.deepEqual(new Set(placeholders(text)), new Set(placeholders(english[key])), `${file}: ${key}`);
        assert.ok(JSON.stringify(text).length > 2, `${file}: ${key} is empty`);
      }
    }
  });

  test('every key that the pages use has a text, and every text is used', async () => {
    const english = await textsOf('en.js');
    const code = (await sources()).join('\n');
    const whole = new Set([...code.matchAll(/'([a-z]+\.[\w.]+)'/g)].map(([, key]) => key));
    const begun = [...code.matchAll(/`([a-z]+\.(?:\w+\.)*)\$\{/g)].map(([, begin]) => begin);
    for (const [, key] of code.matchAll(/\btext\('([^']+)'/g)) assert.ok(Object.hasOwn(english, key), `${key} has no text`);
    for (const key of Object.keys(english)) {
      assert.ok(whole.has(key) || begun.some((begin) => key.startsWith(begin)), `${key} is not used`);
    }
  });

  test('no module makes markup of data, and nothing is inline', async () => {
    const code = (await sources()).join('\n') + await readFile(join(pages, 'index.html'), 'utf8');
    assert.doesNotMatch(code, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
    assert.doesNotMatch(code, /<script>|<style|\bstyle=|\son\w+="|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });
});
