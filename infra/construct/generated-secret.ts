import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret, type SecretStringGenerator } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface GeneratedSecretProps {
  readonly description: string;
  /** Where the generated value goes. Default: it is the whole secret. */
  readonly within?: Pick<SecretStringGenerator, 'secretStringTemplate' | 'generateStringKey'>;
  /** Undefined for a key of Secrets Manager. */
  readonly encryptionKey: IKey | undefined;
  /** Why AWS does not rotate it. */
  readonly noRotation: string;
}

/**
 * A secret that is generated at the first deployment and shown nowhere. It only opens what is deleted with the stack, so it does
 * not outlive it.
 */
export class GeneratedSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { description, within, encryptionKey, noRotation }: GeneratedSecretProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description,
      // 285 bits, of characters that need no escape in a URL or a header. A change here would replace a stored secret
      generateSecretString: { ...within, passwordLength: 48, excludePunctuation: true },
      ...(encryptionKey !== undefined && { encryptionKey }),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.secret, { id: 'AwsSolutions-SMG4', reason: noRotation });
  }
}
