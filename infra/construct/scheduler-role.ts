import { Stack } from 'aws-cdk-lib';
import { type IRole, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** A role for schedules with these statements alone. Targets of the CDK would add others, with wildcards. */
export function schedulerRole(scope: Construct, statements: readonly PolicyStatement[]): IRole {
  const role = new Role(scope, 'SchedulerRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });
  for (const statement of statements) role.addToPolicy(statement);
  return role.withoutPolicyUpdates();
}
