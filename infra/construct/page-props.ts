import type { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Role } from '../../contract/page.ts';
import type { OwnDomain } from './domain.ts';

/** The page to look up messages, for people who sign in with the account of their company. */
export interface PageProps {
  /**
   * Address of the OpenID provider that signs people in: what its discovery document calls `issuer`. For Microsoft Entra ID that
   * of your own tenant.
   *
   * @see https://openid.net/specs/openid-connect-discovery-1_0.html
   */
  readonly issuer: string;
  /**
   * Id of the page at the provider. A client secret, if the provider has one, is stored in the secret that this creates.
   *
   * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
   */
  readonly clientId: string;
  /**
   * What the page asks the provider for.
   *
   * @default - openid email profile
   * @see https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
   */
  readonly scopes?: string;
  /**
   * Claim that has the groups of a person, such as `cognito:groups` of Amazon Cognito.
   *
   * @default - groups
   * @see https://openid.net/specs/openid-connect-core-1_0.html#AdditionalClaims
   */
  readonly groupsClaim?: string;
  /**
   * Groups of which a person must be in one. It or `allowedDomains` is needed; with both, both must be right.
   *
   * @default - any group
   * @see https://openid.net/specs/openid-connect-core-1_0.html#AdditionalClaims
   */
  readonly allowedGroups?: readonly string[];
  /**
   * Domains of which a person's verified e-mail address must have one, or `any` alone: everyone who can sign in.
   *
   * @default - any domain
   * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
   */
  readonly allowedDomains?: readonly string[];
  /**
   * Groups that have a role: `support` looks up messages, `operations` also sees set-aside bodies and who looked at what, `finance`
   * sees figures without numbers. A role without groups is for everybody who may look.
   *
   * @default - everybody who may look has all roles
   * @see https://openid.net/specs/openid-connect-core-1_0.html#AdditionalClaims
   */
  readonly roles?: Readonly<Partial<Record<Role, readonly string[]>>>;
  /**
   * After this time a person signs in again. Whole hours, 1 to 24.
   *
   * @default Duration.hours(8)
   * @see https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html#session-expiration
   */
  readonly sessionDuration?: Duration;
  /**
   * Whether the page shows set-aside bodies, which have the text of inbound SMS.
   *
   * @default false
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
   */
  readonly setAside?: boolean;
  /**
   * How long the log of the page is kept, which says who looked at which message.
   *
   * @default RetentionDays.THIRTEEN_MONTHS
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_logs.RetentionDays.html
   */
  readonly logRetention?: RetentionDays;
  /**
   * Your own domain for the page. The API's own host is then turned off.
   *
   * @default - the API's own host, which changes when the stack is rebuilt
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
   */
  readonly domain?: OwnDomain;
  /**
   * Country of the numbers without country code that people search for: its ISO code, such as `PH`.
   *
   * @default - none
   * @see https://www.iso.org/iso-3166-country-codes.html
   */
  readonly defaultCountry?: string;
}
