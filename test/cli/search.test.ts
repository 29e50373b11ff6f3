import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import inbound from '../fixtures/inbound-sms.sample.json' with { type: 'json' };
import { sampleReceipt } from '../fixtures/samples.ts';
import { useDeployment } from './support/deployment.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const BATCH = '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b';

describe('receipts search', () => {
  const deployed = useDeployment();
  beforeAll(async () => {
    await deployed.post(JSON.stringify(sampleReceipt()));
    const stop = { ...inbound, payload: { ...inbound.payload, source: '+12025550293', body: 'STOP please' } };
    await deployed.post(JSON.stringify(stop));
  });

  test.each([
    ['+1 (202) 555-0293'],
    ['2025550293', ['--default-country', 'us']],
    [UMID.toUpperCase()],
    ['9e09ac86'],
    ['1e09ac86-bd74-5465-851d-1eb5a5fdbb9b'],
    [`http://127.0.0.1:8017/messages/${UMID}`],
  ])('finds the message by %s', async (text, options: string[] = []) => {
    const run = await deployed.runHere(['search', text, ...options, '--json']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ messages: [{ umid: UMID }] });
    expect((await deployed.runHere(['search', text, ...options])).stdout).toMatch(new RegExp(`^${UMID}\n`));
  });

  test.each([[BATCH], ['2e09ac86-bd74-5465-851d-1eb5a5fdbb9b'], [`http://127.0.0.1:8017/batches/${BATCH}`]])(
    'finds the batch by %s, and the command it prints runs',
    async (text) => {
      const { code, stderr } = await deployed.runHere(['search', text]);
      expect(code).toBe(0);
      const command = /There is a batch of this id: receipts (.*)\n/.exec(stderr)?.[1] ?? '';
      expect(await deployed.runHere(command.split(' '))).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('1 message'),
      });
    },
  );

  test('mentions that the number asked for no more messages, and the command it prints runs', async () => {
    const { stderr } = await deployed.runHere(['search', '+12025550293']);
    expect(stderr).toContain('These went to +12025550293.');
    const command = /no more messages \(STOP\), .*: receipts (.*)\n/.exec(stderr)?.[1] ?? '';
    expect((await deployed.runHere(command.split(' '))).stdout).toContain('STOP please');
  });

  test('says which number was meant if there is no country code, and the command it prints runs', async () => {
    const run = await deployed.runHere(['search', '202 555 0293']);
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Nothing was found') });
    const command = /Did you mean \+12025550293\? .*: receipts (.*)\n/.exec(run.stderr)?.[1] ?? '';
    expect(await deployed.runHere(command.split(' '))).toMatchObject({ code: 0 });
  });

  describe('of a deployment with the setting defaultCountry', () => {
    beforeAll(() => {
      deployed.stack.outputs.Settings = JSON.stringify({ defaultCountry: 'US' });
    });
    afterAll(() => {
      deployed.stack.outputs.Settings = '{}';
    });

    test.each([['search'], ['find', '--destination']])(
      '%s reads a national number, and the option wins',
      async (...command) => {
        const args = [...command, '(202) 555-0293'];
        const run = await deployed.runHere(args);
        expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`^${UMID}\n`)) });
        expect(run.stderr).toContain('These went to +12025550293.');
        expect((await deployed.runHere([...args, '--default-country', 'GB'])).code).toBe(1);
        expect((await deployed.runHere(args, { RECEIPTS_DEFAULT_COUNTRY: 'GB' })).code).toBe(1);
      },
    );
  });
});
