import { CfnResource, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A rule of cdk-nag that does not apply, and why. */
export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
}

/** Acknowledges findings, so that cdk-nag fails nobody's app: version 3 asks the CDK, version 2 the metadata of resources. */
export function acknowledge(construct: IConstruct, ...findings: Acknowledgement[]): void {
  Validations.of(construct).acknowledge(...findings);
  for (const resource of construct.node.findAll().filter(CfnResource.isCfnResource)) {
    resource.addMetadata('cdk_nag', { rules_to_suppress: findings.map(suppression) });
  }
}

/** Version 2 has what a rule found in a field of its own. */
function suppression({ id, reason }: Acknowledgement) {
  const [, rule = id, finding] = /^(.*?)\[(.*)\]$/.exec(id) ?? [];
  return { id: rule, reason, ...(finding !== undefined && { applies_to: [finding] }) };
}
