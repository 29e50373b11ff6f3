import * as v from 'valibot';
import { ARCHIVE_FIELDS } from '../contract/archive.ts';
import { DEFAULTS } from '../contract/defaults.ts';
import { ROLES, type Role } from '../contract/page.ts';
import { PAGE_ENVIRONMENT } from '../contract/page-environment.ts';

/** The key that seals a session opens it until the end of the next day. */
const MAX_SESSION_HOURS = 24;

const text = v.pipe(v.string('is missing'), v.trim(), v.nonEmpty('is missing'));
const list = v.pipe(
  v.optional(v.string(), ''),
  v.transform((value) => value.split(',').map((part) => part.trim())),
  v.transform((parts) => parts.filter((part) => part !== '')),
);
const PAIR = new RegExp(`^(${ROLES.join('|')})=(.+)$`, 's');
const roles = v.pipe(
  list,
  v.check(
    (pairs) => pairs.every((pair) => PAIR.test(pair)),
    `must be pairs of a role and a group, such as ${ROLES[0]}=sms`,
  ),
  v.transform(groupsByRole),
);

const SCHEMA = v.object({
  receiptsTable: text,
  setAsideTable: v.optional(text),
  // The default is also that of the stack's name
  metricsNamespace: v.optional(text, DEFAULTS.stackName),
  pageUrl: text,
  pageIssuer: text,
  pageClientId: text,
  pageSecretId: text,
  pageScopes: text,
  pageGroupsClaim: text,
  pageAllowedGroups: list,
  pageAllowedDomains: list,
  pageRoles: roles,
  pageSessionHours: v.pipe(
    text,
    v.transform(Number),
    v.check((hours) => hours > 0 && hours <= MAX_SESSION_HOURS, `must be a number from 1 to ${MAX_SESSION_HOURS}`),
  ),
  pageLogGroup: text,
  pageDefaultCountry: v.optional(text),
  pageFallbackQueue: v.optional(text),
  pageDeadLetterQueue: v.optional(text),
  archiveDatabase: v.optional(text),
  archiveWorkGroup: v.optional(text),
  archiveFields: v.pipe(
    list,
    v.transform((given) => ARCHIVE_FIELDS.filter((field) => given.includes(field))),
  ),
} satisfies Record<keyof typeof PAGE_ENVIRONMENT, v.GenericSchema<unknown, unknown>>);

/**
 * Reads the environment of the page function.
 *
 * @throws Error that names every missing or wrong variable
 */
export function readPageEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): v.InferOutput<typeof SCHEMA> {
  const given = Object.entries(PAGE_ENVIRONMENT).map(([name, variable]) => [name, variables[variable] || undefined]);
  const { success, output, issues } = v.safeParse(SCHEMA, Object.fromEntries(given));
  if (success) return output;
  const faults = issues.map(({ path, message }) => {
    const name = path?.[0]?.key as keyof typeof PAGE_ENVIRONMENT;
    return `${PAGE_ENVIRONMENT[name]} ${message}`;
  });
  throw new Error(`Environment of the function: ${faults.join('; ')}.`);
}

function groupsByRole(pairs: string[]): Partial<Record<Role, string[]>> {
  const groups: Partial<Record<string, string[]>> = {};
  for (const pair of pairs) {
    const [, role = '', group = ''] = PAIR.exec(pair) ?? [];
    groups[role] = [...(groups[role] ?? []), group];
  }
  return groups;
}
