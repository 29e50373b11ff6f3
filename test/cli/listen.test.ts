import { expect, test } from '@jest/globals';
import { openLocalFeed } from '../../cli/listen/local-feed.ts';
import { engine, freshTables } from '../support/engine.ts';
import { deployment } from './support/deployment.ts';
import { addEventService } from './support/event-service.ts';
import { runInProcess } from './support/run-in-process.ts';

test.each(['http://192.0.2.1/events', 'https://example.com', 'http://127.0.0.1.example.com', 'file:///tmp', 'x'])(
  '--forward refuses %s, which is not on this machine',
  async (url) => {
    const run = await runInProcess(['listen', '--forward', url]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('It must be an address on this machine, such as http://127.0.0.1:4000/events.');
  },
);

test('a permission that is missing is named, even if it is needed to clean up, too', async () => {
  const deployed = await deployment(engine.endpoint);
  deployed.stack.outputs.EventBusName = 'receipts';
  addEventService(deployed.stack);
  deployed.stack.denied.add('CreateQueue').add('GetQueueUrl');
  const run = await deployed.run(['listen']);
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('not authorized to perform: CreateQueue') });
  await deployed.close();
});

test('tables without a stream, such as those of dynalite, are refused with the reason', async () => {
  const { client, ...tables } = await freshTables(engine.endpoint);
  client.destroy();
  await expect(openLocalFeed(engine.endpoint, tables)).rejects.toThrow(/has no stream\. .*dynalite has no streams\.$/);
});
