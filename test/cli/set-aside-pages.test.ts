import { CreateTableCommand, DeleteTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { idsToReplay } from '../../cli/set-aside/replay.ts';
import { SET_ASIDE_REASONS } from '../../contract/set-aside-item.ts';
import { connectionTo } from '../support/engine.ts';
import { writeItems } from '../support/sent-messages.ts';
import { advisedRuns } from './support/advised-command.ts';
import { useDeployment } from './support/deployment.ts';

const REASONS = Object.keys(SET_ASIDE_REASONS);
const NEWEST = Date.UTC(2090, 0, 2);
const OF_EACH_OTHER = 40;

interface Item {
  readonly id: string;
  readonly reason: string;
  readonly lastReceivedAt: string;
}

/** Three bodies in each millisecond, of several reasons. */
const itemsOf = (ofTheFirstReason: number): readonly Item[] =>
  REASONS.flatMap((reason, at) =>
    Array.from({ length: at === 0 ? ofTheFirstReason : OF_EACH_OTHER }, (_, index) => ({
      id: `${index.toString(16).padStart(7, '0')}${at}`.padEnd(64, 'a'),
      reason,
      lastReceivedAt: new Date(NEWEST - Math.floor(index / 3)).toISOString(),
    })),
  );
const PLAIN = { body: '{}', problems: [], count: 1, contentType: null, expiresAt: 4e9 };

describe.each(['with the index', 'without the index, in the table of an older stack'])('many bodies, %s', (which) => {
  const isIndexed = which === 'with the index';
  // With the index, more than the greatest count of a page; without it, each page reads the whole table
  const items = itemsOf(isIndexed ? 1_010 : 310);
  const deployed = useDeployment();
  beforeAll(async () => {
    const { client, setAsideTable } = deployed.tables;
    if (!isIndexed) {
      await client.send(new DeleteTableCommand({ TableName: setAsideTable }));
      await client.send(
        new CreateTableCommand({
          TableName: setAsideTable,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        }),
      );
      await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: setAsideTable });
    }
    const bodies = items.map((item) => ({ ...PLAIN, firstReceivedAt: item.lastReceivedAt, ...item }));
    await writeItems(client, setAsideTable, bodies);
  });

  const idsOf = (reason?: string) =>
    items
      .filter((item) => (reason ?? item.reason) === item.reason)
      .map(({ id }) => id)
      .sort();

  test.each([undefined, 'invalid'])(
    'each command that list advises runs as it is printed, until all are listed, newest first; reason %s',
    async (reason) => {
      const listed = new Map<string, string>();
      const selection = reason === undefined ? [] : ['--reason', reason];
      const first = ['set-aside', 'list', '--json', '--limit', '150', ...selection];
      for await (const { stdout, stderr } of advisedRuns(deployed, first)) {
        expect(stderr.includes('has no index byReason yet')).toBe(!isIndexed);
        const entries = JSON.parse(stdout) as Item[];
        expect(entries.length).toBeLessThanOrEqual(150);
        for (const { id, lastReceivedAt } of entries) listed.set(id, lastReceivedAt);
      }
      expect([...listed.keys()].sort()).toEqual(idsOf(reason));
      const times = [...listed.values()];
      expect(times).toEqual(times.toSorted().toReversed());
    },
  );

  test('the page links older bodies, until all were shown', async () => {
    const shown = new Set<string>();
    let path: string | undefined = '/set-aside';
    while (path !== undefined) {
      const { status, text } = await deployed.page()(path);
      expect(status).toBe(200);
      expect(text.includes('has no index byReason yet')).toBe(!isIndexed);
      for (const [, id = ''] of text.matchAll(/href="\/set-aside\/([\da-f]{64})"/g)) shown.add(id);
      path = /href="(\/set-aside\?before=[^"]+)">Older bodies/.exec(text)?.[1];
    }
    expect([...shown].sort()).toEqual(idsOf());
  });

  test('the page counts up to a bound', async () => {
    const { text } = await deployed.page()('/set-aside');
    expect(text.includes('1,000 or more')).toBe(isIndexed);
    expect(text.includes(`<span class="quiet">${OF_EACH_OTHER}</span>`)).toBe(isIndexed);
    for (const words of Object.values(SET_ASIDE_REASONS)) expect(text).toContain(words);
  });

  test('the beginning of an id finds its body', async () => {
    const [{ id }] = items as [Item];
    expect(await deployed.runHere(['set-aside', 'show', id.slice(0, 12)])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(id),
    });
    expect(await deployed.runHere(['set-aside', 'show', id.slice(0, 6)])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('More than one set-aside body'),
    });
  });

  test.each([undefined, 'invalid'] as const)('replay takes all of them; reason %s', async (reason) => {
    const ids = await idsToReplay(connectionTo(deployed.tables), reason, undefined);
    expect(ids.sort()).toEqual(idsOf(reason));
  });
});
