import { expect, test } from '@jest/globals';
import { synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

test.each(['retain', 'destroy'])(
  'has 48 random letters and digits, and is deleted with the stack: %s',
  (removalPolicy) => {
    const secret = resource(synthesize({ removalPolicy }).template, 'AWS::SecretsManager::Secret');
    // CloudFormation generates another token after any change here, and the vendor would still present the old one:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    expect(secret.Properties.GenerateSecretString).toEqual({ PasswordLength: 48, ExcludePunctuation: true });
    expect(secret.DeletionPolicy).toBe('Delete');
  },
);
