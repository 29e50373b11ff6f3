const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  process.stderr.write(`Node 20.20 or newer is needed. This is ${process.version}.\n`);
  process.exit(1);
}
const { register } = await import('tsx/esm/api');
register();
await import('./start.ts');
