import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { PageSecret as Content } from '../../contract/page.ts';
import { acknowledge } from './acknowledge.ts';

/** The client secret of the page at the provider, which the owner stores in it, and the key of its sessions. */
export class PageSecret extends Construct {
  readonly secret: Secret;

  /** @param encryptionKey - undefined for a key of Secrets Manager */
  constructor(scope: Construct, id: string, encryptionKey: IKey | undefined) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Client secret of the page to look up messages, and the key of its sessions',
      // A change of these values would replace what the owner stored
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ clientSecret: '' } satisfies Partial<Content>),
        generateStringKey: 'sessionKey' satisfies keyof Content,
        passwordLength: 48,
        excludePunctuation: true,
      },
      ...(encryptionKey !== undefined && { encryptionKey }),
      // Without the page it opens nothing, and a credential that nobody uses should not stay
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.secret, {
      id: 'AwsSolutions-SMG4',
      reason:
        'The provider issues the client secret, and has no common API to rotate it: the owner replaces it. The function derives a new key of the sessions each day.',
    });
  }
}
