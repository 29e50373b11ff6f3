import { statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { BUNDLES, bundleFunctions, ENTRY } from './bundle.ts';

const bundles = await bundleFunctions().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

for (const [name, { outputs }] of Object.entries(bundles)) {
  const entry = relative(process.cwd(), join(BUNDLES, name, ENTRY));
  const others = Object.keys(outputs)
    .map((file) => basename(file))
    .filter((file) => file !== ENTRY);
  console.log(
    `${entry}, ${Math.round(statSync(entry).size / 1024)} KiB; loaded on demand: ${others.sort().join(', ')}`,
  );
}
