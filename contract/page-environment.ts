import { ENVIRONMENT } from './environment.ts';

const { receiptsTable, setAsideTable, metricsNamespace } = ENVIRONMENT;

/**
 * The environment variables of the page function. They are apart from those of the others, which load all the names that they
 * have in common at each start.
 */
export const PAGE_ENVIRONMENT = {
  receiptsTable,
  /** Default: the page shows no set-aside bodies. */
  setAsideTable,
  metricsNamespace,
  /** The public address of the page, without a slash at its end. */
  pageUrl: 'PAGE_URL',
  /** The OpenID provider that signs people in. */
  pageIssuer: 'PAGE_ISSUER',
  /** Id of the page at the provider. */
  pageClientId: 'PAGE_CLIENT_ID',
  /** ARN or name of the secret of the page, a JSON object. */
  pageSecretId: 'PAGE_SECRET_ID',
  /** What the page asks the provider for, separated by spaces. */
  pageScopes: 'PAGE_SCOPES',
  /** Claim that has the groups of a person. */
  pageGroupsClaim: 'PAGE_GROUPS_CLAIM',
  /** Groups of which a person needs one, separated by commas; empty for any. */
  pageAllowedGroups: 'PAGE_ALLOWED_GROUPS',
  /** Domains of which a person needs one, separated by commas; empty for any. */
  pageAllowedDomains: 'PAGE_ALLOWED_DOMAINS',
  /** Groups of the roles, such as `operations=sms-ops,finance=sms-finance`. A role without groups is for everybody. */
  pageRoles: 'PAGE_ROLES',
  /** Hours after which a person signs in again. */
  pageSessionHours: 'PAGE_SESSION_HOURS',
  /** Log group of the function, in which it finds who looked at what. */
  pageLogGroup: 'PAGE_LOG_GROUP',
  /** ISO 3166 code of the country whose numbers may lack the country code. Default: none. */
  pageDefaultCountry: 'PAGE_DEFAULT_COUNTRY',
  /** Names of the queues whose lengths the page shows, as CloudWatch knows them. Default: it shows none. */
  pageFallbackQueue: 'PAGE_FALLBACK_QUEUE',
  pageDeadLetterQueue: 'PAGE_DEAD_LETTER_QUEUE',
  /** Database of the archive in Athena. Default: there is none. */
  archiveDatabase: 'ARCHIVE_DATABASE',
  /** Workgroup of Athena in which the archive is queried. */
  archiveWorkGroup: 'ARCHIVE_WORK_GROUP',
  /** Personal data that the archive has, with commas. Default: none. */
  archiveFields: 'ARCHIVE_FIELDS',
} as const;
