import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Emulator, REGION } from './emulator.ts';

export const GROUP = 'sms-support';
export const PASSWORD = 'A-password-1';

export interface UserPool {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * A user pool as docs/page.md sets it up for the page at an address. Its users are Ann, who is in the group, and Eve, who is not.
 */
export async function createUserPool(emulator: Emulator, pageUrl: string): Promise<UserPool> {
  const client = new CognitoIdentityProviderClient(emulator.clientConfig);
  try {
    const { UserPool: { Id: UserPoolId = '' } = {} } = await client.send(
      new CreateUserPoolCommand({ PoolName: 'company' }),
    );
    const { UserPoolClient = {} } = await client.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'receipts-page',
        GenerateSecret: true,
        SupportedIdentityProviders: ['COGNITO'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email', 'profile'],
        CallbackURLs: [`${pageUrl}/sign-in/callback`],
        LogoutURLs: [`${pageUrl}/signed-out`],
      }),
    );
    await client.send(new CreateGroupCommand({ UserPoolId, GroupName: GROUP }));
    for (const Username of ['ann', 'eve']) {
      const UserAttributes = [
        { Name: 'email', Value: `${Username}@example.com` },
        { Name: 'email_verified', Value: 'true' },
      ];
      await client.send(
        new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
      );
      await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }));
    }
    await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'ann', GroupName: GROUP }));
    return {
      issuer: `https://cognito-idp.${REGION}.amazonaws.com/${UserPoolId}`,
      clientId: UserPoolClient.ClientId ?? '',
      clientSecret: UserPoolClient.ClientSecret ?? '',
    };
  } finally {
    client.destroy();
  }
}
