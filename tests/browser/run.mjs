// SPDX-License-Identifier: Apache-2.0
// Runs every file *.test.mjs here, one after the other: each has a gateway and a browser of its own, and the machine may be small.
//   node run.mjs [NAME]...   with names, these alone: live, scale

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const wanted = process.argv.slice(2).map((name) => `${name}.test.mjs`);
const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.test.mjs') && (!wanted.length || wanted.includes(file)));
run({ files: files.sort().map((file) => join(import.meta.dirname, file)), concurrency: 1, timeout: 300_000 })
  .on('test:fail', () => { process.exitCode = 1; })
  .compose(spec).pipe(process.stdout);
