import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../../local/settings.ts';

describe('the settings of the local run', () => {
  it('need no environment', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      authToken: 'local-token',
      dynamoDbEndpoint: undefined,
      retentionDays: 90,
      demo: true,
      events: false,
      tablesPort: 0,
      messagesPort: 0,
    });
  });

  it('come from the environment', () => {
    const environment = {
      PORT: '0',
      AUTH_TOKEN: 'secret',
      DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000',
      RETENTION_DAYS: '0.5',
      DEMO: '0',
      EVENTS: '1',
      TABLES_PORT: '8001',
      MESSAGES_PORT: '8002',
    };
    expect(readSettings(environment)).toEqual({
      port: 0,
      authToken: 'secret',
      dynamoDbEndpoint: 'http://127.0.0.1:8000',
      retentionDays: 0.5,
      demo: false,
      events: true,
      tablesPort: 8001,
      messagesPort: 8002,
    });
  });

  it('can leave out the pages', () => {
    const settings = readSettings({ TABLES_PORT: 'off', MESSAGES_PORT: 'off' });
    expect([settings.tablesPort, settings.messagesPort]).toEqual([undefined, undefined]);
  });

  const A_PORT = 'must be a whole number from 0 (picks a free one) to 65535';

  it.each([
    ['PORT', '3e3', `PORT ${A_PORT}, not "3e3".`],
    ['PORT', '65536', `PORT ${A_PORT}, not "65536".`],
    ['AUTH_TOKEN', '', 'AUTH_TOKEN must be text without spaces.'],
    ['AUTH_TOKEN', 'top secret', 'AUTH_TOKEN must be text without spaces.'],
    ['DYNAMODB_ENDPOINT', ':8000', 'DYNAMODB_ENDPOINT must be a URL such as http://127.0.0.1:8000, not ":8000".'],
    ['RETENTION_DAYS', '0', 'RETENTION_DAYS must be a positive number of days, not "0".'],
    ['RETENTION_DAYS', 'Infinity', 'RETENTION_DAYS must be a positive number of days, not "Infinity".'],
    ['TABLES_PORT', '65536', `TABLES_PORT ${A_PORT}, or off, not "65536".`],
    ['MESSAGES_PORT', 'on', `MESSAGES_PORT ${A_PORT}, or off, not "on".`],
    ['DEMO', 'no', 'DEMO must be 0 (serve only) or 1, not "no".'],
  ])('refuse %s="%s"', (name, value, message) => {
    expect(() => readSettings({ [name]: value })).toThrow(new Error(message));
  });

  it('report all errors at once', () => {
    expect(() => readSettings({ PORT: 'x', DEMO: 'y' })).toThrow(/^PORT .*; DEMO .*\.$/);
  });
});
