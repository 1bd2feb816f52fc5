// SPDX-License-Identifier: Apache-2.0
// Writes what every device that zigbee2mqtt knows says of itself, one line of JSON each: {"model", "vendor", "exposes"}.
// Run it in a folder with the npm package zigbee-herdsman-converters:
//   node zigbee-definitions.mjs definitions.jsonl
import { createWriteStream, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [target] = process.argv.slice(2);
if (!target) {
  console.error("usage: node zigbee-definitions.mjs FILE");
  process.exit(2);
}

const require = createRequire(join(process.cwd(), "package.json"));
const entry = require.resolve("zigbee-herdsman-converters");
const converters = await import(pathToFileURL(entry));
const folder = join(dirname(entry), "devices");

async function* definitions() {
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".js") || file === "index.js") continue;
    const module = await import(pathToFileURL(join(folder, file)));
    yield* module.definitions ?? module.default?.definitions ?? [];
  }
}

// Some devices say what they are only once they are known; without one they have an answer too.
function exposesOf(definition) {
  const { exposes } = converters.prepareDefinition(definition);
  return typeof exposes === "function" ? exposes({ isDummyDevice: true }, {}) : exposes;
}

const out = createWriteStream(target);
let written = 0;
let failed = 0;
for await (const definition of definitions()) {
  try {
    const { model, vendor } = definition;
    out.write(JSON.stringify({ model, vendor, exposes: exposesOf(definition) }) + "\n");
    ++written;
  } catch (error) {
    ++failed;
    console.error(`${definition.model}: ${error.message}`);
  }
}
out.end(() => console.log(`${written} definitions, ${failed} without exposes`));
