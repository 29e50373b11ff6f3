import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ENVIRONMENT } from '../../contract/environment.ts';
import type { StackLogBytes } from '../../cost/message-cost.ts';
import { addReceiptsStack, readAppSettings } from '../../infra/receipts-app.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly Environment?: { readonly Variables?: object };
    readonly LoggingConfig?: { readonly SystemLogLevel?: string };
    readonly AccessLogSettings?: { readonly Format?: unknown };
  };
}

/** A value of each variable of the access log, for a receipt that was recorded. */
const ACCESS_LOG_VALUES: Readonly<Record<string, string>> = {
  '$context.requestId': 'JKJaXmPLvHcESHA=',
  '$context.requestTime': '01/Jan/2026:00:00:01 +0000',
  '$context.requestTimeEpoch': '1767225601000',
  '$context.identity.sourceIp': '203.0.113.100',
  '$context.routeKey': 'POST /receipts',
  '$context.status': '200',
  '$context.protocol': 'HTTP/1.1',
  '$context.responseLength': '67',
  '$context.responseLatency': '15',
  '$context.integrationLatency': '12',
  '$context.integrationStatus': '200',
  '$context.integration.status': '200',
  // API Gateway writes a hyphen for what a request does not have
  '$context.integrationErrorMessage': '-',
  '$context.error.message': '-',
};

/**
 * The lines of a successful invocation at the level INFO, which is the default.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
const SYSTEM_LINES = [
  {
    time: '2026-01-01T00:00:01.000Z',
    type: 'platform.start',
    record: { requestId: '6f7f0961-f834-4211-8a7a-f6fe80b88d56', version: '$LATEST' },
  },
  {
    time: '2026-01-01T00:00:01.012Z',
    type: 'platform.report',
    record: {
      requestId: '6f7f0961-f834-4211-8a7a-f6fe80b88d56',
      metrics: { durationMs: 11.834, billedDurationMs: 12, memorySizeMB: 512, maxMemoryUsedMB: 110 },
      status: 'success',
    },
  },
];
const QUIET_LEVELS = ['WARN'];

/** Calculates the log bytes of a receipt from the synthesized template with default settings. */
export async function stackLogBytes(bundles: string): Promise<StackLogBytes> {
  const outdir = await mkdtemp(join(tmpdir(), 'stack-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    addReceiptsStack(app, { ...readAppSettings(app, outdir), bundles });
    const { stacks } = app.synth();
    return logBytesOf(stacks[0]?.template.Resources ?? {});
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/**
 * @param resources - of a template
 * @throws Error if the template has no access log or no receive function, or logs an unknown variable
 */
export function logBytesOf(resources: Readonly<Record<string, Resource>>): StackLogBytes {
  const properties = Object.values(resources).map(({ Properties }) => Properties);
  const format = properties.find(({ AccessLogSettings }) => AccessLogSettings)?.AccessLogSettings?.Format;
  const receive = properties.find(({ Environment }) => ENVIRONMENT.tokenSecretId in (Environment?.Variables ?? {}));
  if (typeof format !== 'string' || receive === undefined) {
    throw new Error('The template of the stack has no access log, or no function that reads the token.');
  }
  const line = format.replace(/\$context(\.[A-Za-z]+)+/g, (variable) => {
    const value = ACCESS_LOG_VALUES[variable];
    if (value === undefined) throw new Error(`bench/measure/stack-logs.ts has no example of ${variable}. Add one.`);
    return value;
  });
  const quiet = QUIET_LEVELS.includes(receive.LoggingConfig?.SystemLogLevel ?? 'INFO');
  const system = quiet ? 0 : SYSTEM_LINES.reduce((sum, logged) => sum + JSON.stringify(logged).length, 0);
  return { accessLog: Buffer.byteLength(line), system };
}
