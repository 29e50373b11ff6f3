import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { LOOK_UP_ACTIONS, type LookUpActions } from '../../contract/look-up-actions.ts';

/** Grants what the tool calls to look up messages: DescribeStacks too, because it reads the outputs of the stack. */
export function grantLookUp(scope: Construct, table: ITableV2, grantee: IGrantable): Grant {
  const stack = Stack.of(scope);
  const stackArn = stack.formatArn({
    service: 'cloudformation',
    resource: 'stack',
    resourceName: `${stack.stackName}/*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  const grants = [
    Grant.addToPrincipal({ grantee, actions: actionsOn('stack'), resourceArns: [stackArn] }),
    Grant.addToPrincipal({ grantee, actions: actionsOn('table'), resourceArns: [table.tableArn] }),
    Grant.addToPrincipal({ grantee, actions: actionsOn('indexes'), resourceArns: [`${table.tableArn}/index/*`] }),
    ...(table.encryptionKey ? [table.encryptionKey.grant(grantee, 'kms:Decrypt', 'kms:DescribeKey')] : []),
  ];
  return grants.reduce((all, grant) => all.combine(grant));
}

function actionsOn(part: keyof LookUpActions): string[] {
  return [...new Set(Object.values(LOOK_UP_ACTIONS).flatMap((actions: LookUpActions) => actions[part]))];
}
