import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DEFAULTS } from '../../contract/defaults.ts';
import { queueNamesOf } from '../../lookup/queue-names.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { documentClient } from '../../toolbox/dynamodb-client.ts';
import { readPageEnvironment } from '../page-environment.ts';
import { writeLog } from '../telemetry/request-log.ts';
import { writeLook } from './look-log.ts';
import { createPageHandler } from './page.ts';
import { pageSecret } from './page-secret.ts';

const environment = readPageEnvironment(process.env);
const { metricsNamespace, pageSecretId } = environment;
const { archiveDatabase: database = '', archiveWorkGroup: workGroup, archiveFields: fields } = environment;
// A person waits for the page
const requests = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
const connection: TableConnection = {
  name: `stack ${metricsNamespace}`,
  client: documentClient(requests),
  receiptsTable: environment.receiptsTable,
  setAsideTable: environment.setAsideTable ?? '',
  readsSetAside: environment.setAsideTable !== undefined,
  metricsNamespace,
  // The namespace is the name of the stack; the page shows commands for it
  toolOptions: metricsNamespace === DEFAULTS.stackName ? {} : { stack: metricsNamespace },
  queueNames: queueNamesOf(environment.pageFallbackQueue, environment.pageDeadLetterQueue),
  retentionDays: () => Promise.reject(new Error('The page records nothing.')),
};
// Looking up a message needs none of these clients
const figures = async () =>
  (await import('../../page/cloudwatch-figures.ts')).cloudWatchFigures(connection, metricsNamespace);

export const handler = createPageHandler({
  settings: environment,
  readSecret: pageSecret(new SecretsManagerClient(requests), pageSecretId, Date.now),
  connection,
  defaultCountry: environment.pageDefaultCountry,
  readActivity: async (now) => (await figures()).readActivity(now),
  readOperations: async (now) => (await figures()).readOperations(now),
  ...(workGroup !== undefined && {
    readReports: async (queries) =>
      (await import('../../lookup/report/archive-reports.ts')).archiveReports({ database, workGroup, fields })(queries),
  }),
  readLooks: async (filter) => (await import('./read-looks.ts')).readLooks(environment.pageLogGroup, filter),
  now: () => new Date(),
  log: writeLog,
  logLook: writeLook,
});
