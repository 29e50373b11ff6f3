import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** The token that callers present. It is generated at the first deployment and shown nowhere. */
export class TokenSecret extends Construct {
  readonly secret: Secret;

  /** @param encryptionKey - undefined for a key of Secrets Manager */
  constructor(scope: Construct, id: string, encryptionKey: IKey | undefined) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Token that the 8x8 platform presents with every delivery receipt',
      // 285 bits, of characters that need no escape in a URL or a header
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      ...(encryptionKey !== undefined && { encryptionKey }),
      // It is only valid for the endpoint, which is deleted with the stack
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.secret, {
      id: 'AwsSolutions-SMG4',
      reason:
        'The vendor presents this token from its own settings. A rotation that does not change it there too would refuse every receipt, so the owner rotates both; the previous token stays valid meanwhile.',
    });
  }
}
