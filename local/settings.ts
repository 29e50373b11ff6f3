import * as v from 'valibot';
import { DEFAULTS } from '../contract/defaults.ts';

/** Settings of the local run, from its environment. */
export interface Settings {
  /** 0 picks a free one. */
  readonly port: number;
  readonly authToken: string;
  /** Undefined for an embedded DynamoDB. */
  readonly dynamoDbEndpoint: string | undefined;
  readonly retentionDays: number;
  readonly demo: boolean;
  /** Whether each event that a stack would publish is printed. */
  readonly events: boolean;
  /** Port of the page that shows the tables; 0 picks a free one, undefined for no page. */
  readonly tablesPort: number | undefined;
  /** Port of the page to look up messages; 0 picks a free one, undefined for no page. */
  readonly messagesPort: number | undefined;
}

const PORT_RULE = 'must be a whole number from 0 (picks a free one) to 65535';
const PAGE_PORT_RULE = `${PORT_RULE}, or off`;
const RETENTION_RULE = 'must be a positive number of days';

const port = (rule: string) => v.pipe(v.string(), v.digits(rule), v.transform(Number), v.maxValue(65_535, rule));

const pagePort = v.optional(v.union([v.literal('off'), port(PAGE_PORT_RULE)], PAGE_PORT_RULE), '0');

const variables = v.object({
  PORT: v.optional(port(PORT_RULE), '3000'),
  AUTH_TOKEN: v.optional(v.pipe(v.string(), v.regex(/^\S+$/, 'must be text without spaces')), 'local-token'),
  DYNAMODB_ENDPOINT: v.optional(
    v.pipe(v.string(), v.regex(/^https?:\/\/[^/\s]+/, 'must be a URL such as http://127.0.0.1:8000')),
  ),
  RETENTION_DAYS: v.optional(
    v.pipe(v.string(), v.decimal(RETENTION_RULE), v.transform(Number), v.gtValue(0, RETENTION_RULE)),
    `${DEFAULTS.retentionDays}`,
  ),
  DEMO: v.optional(v.picklist(['0', '1'], 'must be 0 (serve only) or 1'), '1'),
  EVENTS: v.optional(v.picklist(['0', '1'], 'must be 0 or 1 (print each event)'), '0'),
  TABLES_PORT: pagePort,
  MESSAGES_PORT: pagePort,
});

/** @throws Error that names each wrong variable, its value (not the token's) and the rule */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const result = v.safeParse(variables, environment);
  if (!result.success) throw new Error(`${result.issues.map(describe).join('; ')}.`);
  const { PORT, AUTH_TOKEN, DYNAMODB_ENDPOINT, RETENTION_DAYS, DEMO, EVENTS, TABLES_PORT, MESSAGES_PORT } =
    result.output;
  return {
    port: PORT,
    authToken: AUTH_TOKEN,
    dynamoDbEndpoint: DYNAMODB_ENDPOINT,
    retentionDays: RETENTION_DAYS,
    demo: DEMO === '1',
    events: EVENTS === '1',
    tablesPort: TABLES_PORT === 'off' ? undefined : TABLES_PORT,
    messagesPort: MESSAGES_PORT === 'off' ? undefined : MESSAGES_PORT,
  };
}

function describe(issue: v.InferIssue<typeof variables>): string {
  const name = v.getDotPath(issue);
  return name === 'AUTH_TOKEN' ? `${name} ${issue.message}` : `${name} ${issue.message}, not "${issue.input}"`;
}
