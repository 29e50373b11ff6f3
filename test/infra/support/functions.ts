import type { Template } from 'aws-cdk-lib/assertions';
import { logicalId, resource } from './template.ts';

/** A statement of a policy that allows actions on one resource. */
export function statement(sid: string, actions: string | string[], resourceOf: unknown) {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resourceOf };
}

export function arnOf(id: string) {
  return { 'Fn::GetAtt': [id, 'Arn'] };
}

/** The role that the function has, and the one policy of that role. */
export function roleOf(template: Template, functionPrefix: string) {
  const roleId = logicalId(template, 'AWS::IAM::Role', functionPrefix);
  const policies = Object.values(template.findResources('AWS::IAM::Policy'))
    .map(({ Properties }) => Properties as { Roles: { Ref: string }[]; PolicyDocument: unknown })
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === roleId));
  return { roleId, role: resource(template, 'AWS::IAM::Role', functionPrefix).Properties, policies };
}

export type Variables = Readonly<Record<string, unknown>>;

/** The environment of the function. */
export function variablesOf(template: Template, functionPrefix: string): Variables {
  const { Environment } = resource(template, 'AWS::Lambda::Function', functionPrefix).Properties;
  return (Environment as { Variables: Variables }).Variables;
}

/** The environment as the function may have it. Only a deployment knows the names of resources. */
export function deployed(variables: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key, typeof value === 'string' ? value : key]),
  );
}
