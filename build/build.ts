import { join, relative } from 'node:path';
import { BUNDLES, bundleFunctions } from './bundle.ts';

const bundles = await bundleFunctions().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

for (const [name, { outputs }] of Object.entries(bundles)) {
  const code = Object.entries(outputs).filter(([file]) => !file.endsWith('.map'));
  const kibibytes = Math.round(code.reduce((sum, [, { bytes }]) => sum + bytes, 0) / 1024);
  const entry = relative(process.cwd(), join(BUNDLES, name, 'index.mjs'));
  console.log(`${entry} and ${code.length - 1} chunks, ${kibibytes} KiB`);
}
