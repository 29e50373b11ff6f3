import { expect, test } from '@jest/globals';
import { logBytesOf } from '../measure/stack-logs.ts';

const template = (Format?: string, SystemLogLevel = 'WARN') => ({
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: Format === undefined ? {} : { AccessLogSettings: { Format } },
  },
  Receive: {
    Type: 'AWS::Lambda::Function',
    Properties: { Environment: { Variables: { TOKEN_SECRET_ID: 'secret' } }, LoggingConfig: { SystemLogLevel } },
  },
});

test('the bytes that the stack logs for a receipt are those of the access log, with an example of each variable', () => {
  const format = '{"status":"$context.status","error":"$context.integrationErrorMessage"}';
  expect(logBytesOf(template(format))).toEqual({ accessLog: '{"status":"200","error":"-"}'.length, system: 0 });
});

test.each([
  ['without an example of each variable', template('$context.unheardOf'), 'no example of $context.unheardOf'],
  ['without an access log', template(), 'no access log'],
  ['if Lambda logs each invocation', template('', 'INFO'), 'system log level WARN'],
])('they cannot be computed %s', (_, resources, message) => {
  expect(() => logBytesOf(resources)).toThrow(message);
});
