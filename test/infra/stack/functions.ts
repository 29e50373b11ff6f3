import { expect, test } from '@jest/globals';
import {
  readArchiveEnvironment,
  readProbeEnvironment,
  readPublishEnvironment,
  readReceiveEnvironment,
  readReconcileEnvironment,
  readRedriveEnvironment,
} from '../../../lambda/environment.ts';
import { readPageEnvironment } from '../../../lambda/page-environment.ts';
import { BATCH_TIMEOUT_MS } from '../../../lambda/redrive/redrive.ts';
import { STREAM_TIMEOUT_MS } from '../../../lambda/stream/change.ts';
import { deployed, variablesOf } from '../support/functions.ts';
import { PROBE, SIGN_IN } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const SETTINGS = {
  stackName: 'Trial',
  retentionDays: 7,
  tokenOverlapHours: 2,
  allowedSources: '8x8:na,192.0.2.0/24',
  subAccountMetrics: 'on',
  events: 'new',
  eventFields: 'destination,source',
  archive: 'on',
  archiveFields: 'source',
  reconcileSubAccounts: 'Acme_1',
  ...SIGN_IN,
  pageAllowedGroups: 'SMS support',
  pageRoles: 'finance=sms-finance',
};

test.each<[string, (variables: Record<string, string>) => object, object, number?]>([
  [
    'Receive',
    readReceiveEnvironment,
    {
      retentionDays: 7,
      tokenOverlapHours: 2,
      metrics: { namespace: 'Trial', bySubAccount: true },
      allowedSources: ['50.112.250.190', '100.21.170.42', '52.10.10.63', '192.0.2.0/24'],
    },
    4_500,
  ],
  ['Redrive', readRedriveEnvironment, { retentionDays: 7 }, BATCH_TIMEOUT_MS],
  ['EventsPublish', readPublishEnvironment, { eventFields: ['destination', 'source'] }, STREAM_TIMEOUT_MS],
  ['ArchiveFunction', readArchiveEnvironment, { archiveFields: ['source'] }, STREAM_TIMEOUT_MS],
  ['ReconcileFunction', readReconcileEnvironment, { vendorApiUrl: 'https://sms.8x8.com', retentionDays: 7 }],
  ['Probe', readProbeEnvironment, {}],
  [
    'Page',
    readPageEnvironment,
    {
      pageAllowedGroups: ['SMS support'],
      pageRoles: { finance: ['sms-finance'] },
      pageSessionHours: 8,
      archiveDatabase: 'trial',
      archiveFields: ['source'],
    },
    25_000,
  ],
])(
  '%s reads its settings from its environment, and has a longer time-out than its own limit',
  (name, read, expected, limitMs = 0) => {
    const { template } = synthesize(name === 'Probe' ? PROBE : SETTINGS);
    expect(read(deployed(variablesOf(template, name)))).toMatchObject(expected);
    const { Timeout } = resource(template, 'AWS::Lambda::Function', name).Properties;
    expect(Timeout).toBeGreaterThan(limitMs / 1000);
  },
);
