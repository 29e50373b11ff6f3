import { describe, expect, test } from '@jest/globals';
import { logBytesOf } from '../measure/stack-logs.ts';

const template = (format: string, level?: string) => ({
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { AccessLogSettings: { Format: format } } },
  Receive: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Environment: { Variables: { TOKEN_SECRET_ID: 'secret' } },
      LoggingConfig: { LogFormat: 'JSON', ...(level && { SystemLogLevel: level }) },
    },
  },
});

describe('the bytes that the stack logs for a receipt', () => {
  test('include the access log with an example of each variable', () => {
    const format = '{"status":"$context.status","error":"$context.error.message"}';
    expect(logBytesOf(template(format)).accessLog).toBe('{"status":"200","error":"-"}'.length);
  });

  test.each([
    [undefined, true],
    ['INFO', true],
    ['WARN', false],
  ])('at the system log level %s include the lines of Lambda: %s', (level, included) => {
    expect(logBytesOf(template('', level)).system > 0).toBe(included);
  });

  test('cannot be computed without an example of each variable', () => {
    expect(() => logBytesOf(template('$context.unheardOf'))).toThrow('no example of $context.unheardOf');
  });

  test('cannot be computed from a template without an access log', () => {
    expect(() => logBytesOf({})).toThrow('no access log');
  });
});
