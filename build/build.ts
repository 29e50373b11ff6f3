import { statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { BUNDLES, bundleFunctions, ENTRY } from './bundle.ts';

const bundles = await bundleFunctions().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

for (const [name, { outputs }] of Object.entries(bundles)) {
  const entry = relative(process.cwd(), join(BUNDLES, name, ENTRY));
  const separate = Object.keys(outputs).flatMap((file) => (basename(file) === ENTRY ? [] : [basename(file)]));
  const kibibytes = Math.round(statSync(entry).size / 1024);
  console.log(`${entry}, ${kibibytes} KiB; loaded when needed: ${separate.sort().join(', ')}`);
}
