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
