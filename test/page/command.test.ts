import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useDeployment } from '../cli/support/deployment.ts';
import { ARCHIVE_OUTPUTS } from '../cli/support/fake-stack.ts';
import { runInProcess } from '../cli/support/run-in-process.ts';
import { ToolProcess } from '../cli/support/run-tool.ts';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { engine } from '../support/engine.ts';
import { listen } from '../support/listen.ts';
import { ALARM, type FakeCloudWatch, startFakeCloudWatch } from './support/fake-cloudwatch.ts';

const { endpoint } = engine;

describe('receipts ui', () => {
  let tool: ToolProcess;
  const started: ToolProcess[] = [];
  afterAll(() => {
    for (const process of started) process.signal('SIGKILL');
  });

  /** Starts the tool on a free port, and returns the address that it prints. */
  async function start(args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
    tool = new ToolProcess(['ui', '--port', '0', ...args], environment);
    started.push(tool);
    await tool.until(({ stderr }) => stderr.includes('Ctrl-C'));
    return /^Look up messages on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(tool.stdout)?.[1] ?? '';
  }

  describe('on a stack', () => {
    const deployed = useDeployment();
    let cloudWatch: FakeCloudWatch;
    let url: string;
    beforeAll(async () => {
      // At each request, because an hour may begin during the test
      const thisHour = () => Math.floor(Date.now() / 3_600_000) * 3600;
      const values: Readonly<Record<string, number>> = {
        'receipts Sum sent': 1234,
        'delivered Sum': 3,
        'delivered SampleCount': 4,
      };
      cloudWatch = await startFakeCloudWatch((metric) =>
        metric in values ? { [thisHour()]: values[metric] ?? 0 } : {},
      );
      Object.assign(deployed.stack.outputs, {
        MetricsNamespace: 'MessagingReceipts',
        Settings: JSON.stringify({ defaultCountry: 'US' }),
        ...ARCHIVE_OUTPUTS,
      });
      await deployed.post(RECEIPT_JSON);
      url = await start([], {
        AWS_ENDPOINT_URL: deployed.stack.endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: endpoint,
        AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.endpoint,
      });
    });
    afterAll(() => cloudWatch.close());

    it('shows its messages, its metrics and its alarms, and reads national numbers by its setting', async () => {
      const message = await (await fetch(`${url}/messages/${SAMPLE_UMID}`)).text();
      expect(message).toContain('Invalid destination (error 15)');
      expect(message).toContain('stack SmsReceipts in us-east-1');
      const found = await (await fetch(`${url}/?q=${encodeURIComponent('(202) 555-0293')}`)).text();
      expect(found).toContain(SAMPLE_UMID);
      const home = await (await fetch(url)).text();
      expect(home).toMatch(/1,234<\/strong> receipts recorded/);
      expect(home).toMatch(/75.0 %<\/strong> of 4 final answers delivered/);
      expect(cloudWatch.requests[0]?.MetricDataQueries[0]?.MetricStat.Metric.Namespace).toBe('MessagingReceipts');
      const now = await (await fetch(`${url}/now`)).text();
      expect(now).toMatch(new RegExp(`1 alarm on.*${ALARM.AlarmName}.*${ALARM.AlarmDescription}`, 's'));
      expect(now).toMatch(/75.0 %: 3 of 4 final answers.*Fallback queue<\/dt><dd>Empty/s);
      expect(now).toContain('<code>receipts check</code>');
    });

    it('asks the archive for the insights if the stack has one, and shows what Athena says', async () => {
      const { operations } = deployed.stack;
      let Status: object = { State: 'SUCCEEDED' };
      const asked: string[] = [];
      operations.StartQueryExecution = ({ QueryString = '' }) => {
        asked.push(QueryString);
        return { QueryExecutionId: '1' };
      };
      operations.GetQueryExecution = () => ({ QueryExecution: { Status } });
      operations.GetQueryResults = () => ({ ResultSet: { Rows: [] } });
      const insights = await (await fetch(`${url}/insights`)).text();
      expect(insights).toContain('Counted from the archive, which is a quarter of an hour behind and has no senders,');
      // Figures and cost of the period and of the one before, from quarters of an hour, so that Athena can reuse the result
      expect(asked).toHaveLength(4);
      for (const sql of asked)
        expect(sql).toMatch(
          /first_received_at >= '[\d-]+T\d\d:(00|15|30|45):00\.000Z'.+first_received_at < '[\d-]+T\d\d:(00|15|30|45):00\.000Z'/,
        );
      Status = { State: 'FAILED', StateChangeReason: 'Bytes scanned limit was exceeded' };
      expect(await (await fetch(`${url}/insights`)).text()).toContain('Athena: Bytes scanned limit was exceeded');
    });

    it('stops cleanly on Ctrl-C', async () => {
      tool.signal('SIGINT');
      expect((await tool.ended).code).toBe(0);
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    });
  });

  it('opens the browser', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opened-'));
    const opened = join(folder, 'opened');
    execFileSync('mkfifo', [opened]);
    for (const name of ['xdg-open', 'open'])
      writeFileSync(join(folder, name), `#!/bin/sh\necho "$1" > '${opened}'\n`, { mode: 0o755 });
    const url = await start(['--dynamodb', endpoint, '--open'], { PATH: folder });
    expect(await readFile(opened, 'utf8')).toBe(`${url}\n`);
    rmSync(folder, { recursive: true });
  });

  it('says that its port is in use', async () => {
    const taken = await listen(createServer());
    const { port } = new URL(taken.endpoint);
    const run = await runInProcess(['ui', '--dynamodb', endpoint, '--port', port]);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(`The port ${port} is in use. Choose another one with --port; 0 picks a free one.`);
    await taken.close();
  });
});
