import { randomUUID } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readProbeEnvironment } from '../environment.ts';
import { writeLog } from '../telemetry/request-log.ts';
import { createProbe } from './probe.ts';

const { probeUrl, tokenSecretId: SecretId } = readProbeEnvironment(process.env);
const secrets = new SecretsManagerClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});

export const handler = createProbe({
  url: probeUrl,
  // At each probe, because the token may have been replaced
  readToken: async () => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString?.trim() ?? '',
  newUmid: randomUUID,
  now: () => new Date(),
  log: writeLog,
});
