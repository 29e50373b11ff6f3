import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { freePort } from '../../../local/engine/child-process.ts';

test('a server can listen on a free port, which is below those that the system assigns', async () => {
  const port = await freePort();
  expect(port).toBeLessThan(32_768);
  const server = createServer().listen(port);
  await once(server, 'listening');
  await expect(freePort(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  server.close();
});
