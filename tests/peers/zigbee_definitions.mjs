// SPDX-License-Identifier: Apache-2.0
// Writes every device that npm's zigbee-herdsman-converters knows, as zigbee2mqtt would describe it: a JSON object a
// line with vendor, model, description and exposes. Those that cannot be had without a device are counted on standard
// error.
// zigbee_definitions.mjs FOLDER >FILE      FOLDER holds node_modules
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.resolve(process.argv[2], 'index.js'));
const entry = require.resolve('zigbee-herdsman-converters');
const { prepareDefinition } = await import(pathToFileURL(entry));
const folder = path.join(path.dirname(entry), 'devices');

let left = 0;
const lines = [];
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'index.js')) {
  const module = await import(pathToFileURL(path.join(folder, file)));
  for (const raw of module.definitions ?? module.default?.definitions ?? []) {
    try {
      const { vendor, model, description, exposes } = prepareDefinition(raw);
      const shown = typeof exposes === 'function' ? exposes({ isDummyDevice: true }, {}) : exposes;
      lines.push(JSON.stringify({ vendor, model, description, exposes: shown }));
    } catch {
      left += 1;
    }
  }
}
process.stdout.write(`${lines.join('\n')}\n`);
console.error(`${lines.length} definitions, ${left} left out`);
