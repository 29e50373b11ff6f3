import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BUNDLES, bundleFunctions, ENTRY } from './bundle.ts';

const bundles = await bundleFunctions().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

for (const [name, files] of Object.entries(bundles)) {
  const entry = relative(process.cwd(), join(BUNDLES, name, ENTRY));
  const others = Object.keys(files).filter((file) => file !== ENTRY);
  console.log(
    `${entry}, ${Math.round(statSync(entry).size / 1024)} KiB; loaded on demand: ${others.sort().join(', ')}`,
  );
}
