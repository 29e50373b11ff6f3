import { describe, expect, test } from '@jest/globals';
import { arnOf, roleOf } from '../support/functions.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

const { template } = synthesize();

test('there are two functions and no custom resources', () => {
  template.resourceCountIs('AWS::Lambda::Function', 2);
});

test('there are no roles but those of the functions and of their deployment', () => {
  template.resourceCountIs('AWS::IAM::Role', 3);
  template.resourceCountIs('AWS::IAM::Policy', 3);
});

describe.each(['Receive', 'Redrive'])('%s', (name) => {
  const functionWith = (settings?: Record<string, unknown>) =>
    resource(synthesize(settings).template, 'AWS::Lambda::Function', name).Properties;

  test('runs its bundle on Node 24', () => {
    expect(functionWith()).toMatchObject({ Runtime: 'nodejs24.x', Handler: 'index.handler' });
  });

  test.each([
    [{}, 'arm64'],
    [{ architecture: 'x86_64' }, 'x86_64'],
  ])('with %j it runs on %s', (settings, architecture) => {
    expect(functionWith(settings).Architectures).toEqual([architecture]);
  });

  test.each([
    [{}, 512],
    [{ memorySize: '1024' }, 1024],
  ])('with %j it has %i MiB', (settings, memory) => {
    expect(functionWith(settings).MemorySize).toBe(memory);
  });

  test("logs JSON to its own group: its own lines, and Lambda's from warnings up", () => {
    const logs = logicalId(template, 'AWS::Logs::LogGroup', name);
    expect(functionWith().LoggingConfig).toEqual({
      LogFormat: 'JSON',
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'WARN',
      LogGroup: { Ref: logs },
    });
  });

  test('has its own role, which only Lambda may assume, without managed policies', () => {
    const { roleId, role } = roleOf(template, name);
    expect(functionWith().Role).toEqual(arnOf(roleId));
    expect(role).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
    });
  });
});
