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
  '$context.identity.sourceIp': '203.0.113.100',
  '$context.status': '200',
  '$context.integrationLatency': '12',
  // API Gateway writes a hyphen for what a request does not have
  '$context.integrationErrorMessage': '-',
};

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
 * @throws Error if the template has no access log, or logs an unknown variable, or has no receive function that lets Lambda
 * log warnings only, so that it logs nothing for a receipt
 */
export function logBytesOf(resources: Readonly<Record<string, Resource>>): StackLogBytes {
  const properties = Object.values(resources).map(({ Properties }) => Properties);
  const format = properties.find(({ AccessLogSettings }) => AccessLogSettings)?.AccessLogSettings?.Format;
  const receive = properties.find(({ Environment }) => ENVIRONMENT.tokenSecretId in (Environment?.Variables ?? {}));
  if (typeof format !== 'string') throw new Error('The template of the stack has no access log.');
  if (receive?.LoggingConfig?.SystemLogLevel !== 'WARN') {
    throw new Error('The receive function does not have the system log level WARN: Lambda logs more than is counted.');
  }
  const line = format.replace(/\$context(\.[A-Za-z]+)+/g, (variable) => {
    const value = ACCESS_LOG_VALUES[variable];
    if (value === undefined) throw new Error(`bench/measure/stack-logs.ts has no example of ${variable}. Add one.`);
    return value;
  });
  return { accessLog: Buffer.byteLength(line), system: 0 };
}
