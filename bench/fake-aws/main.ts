import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { standInServer } from './server.ts';

/**
 * Serves in a process of its own, so that its work is not counted: `main.ts <file for the certificate>`. Tells its
 * endpoints to its parent, and ends with it.
 */
const [certificateFile = ''] = process.argv.slice(2);
const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
  keySize: 2048,
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});
writeFileSync(certificateFile, cert);

const portOf = async (server: ReturnType<typeof standInServer>): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
// One each, as on AWS: two hosts, two connections
process.send?.({
  dynamoDb: `https://127.0.0.1:${await portOf(standInServer({ key, cert }))}`,
  secretsManager: `https://127.0.0.1:${await portOf(standInServer({ key, cert }))}`,
  plain: `http://127.0.0.1:${await portOf(standInServer())}`,
});
process.once('disconnect', () => process.exit());
