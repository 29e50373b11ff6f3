import { DEFAULTS } from '../../contract/defaults.ts';
import { ANY_DOMAIN } from '../../contract/page.ts';
import { issuerProblem } from '../../contract/page-issuer.ts';
import { SUB_ACCOUNT_ID } from '../../eight-by-eight/ids.ts';

/** A setting that `receipts init` asks for. The synthesis checks all settings again, by stricter rules. */
export interface Question {
  readonly name: string;
  readonly question: string;
  /** What the line in the file says. */
  readonly comment: string;
  /** The answer if there is none. */
  readonly initial: string;
  /** An earlier question: this one is asked if the answer to that one turns something on. */
  readonly needs?: string;
  /** The rule, if the text breaks it. */
  readonly problem: (text: string, answers: Answers) => string | undefined;
}

export type Answers = Readonly<Record<string, string>>;

const isList = (text: string) => text.split(',').every((item) => item.trim() !== '');
const rule = (isValid: (text: string) => boolean, message: string) => (text: string) =>
  isValid(text) ? undefined : message;

export const STACK_QUESTION = {
  name: 'stackName',
  question: 'Name of the stack',
  comment: 'Another name is another stack, with other tables',
  initial: DEFAULTS.stackName,
  problem: rule(
    (text) => /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(text),
    'It must be a letter, then letters, digits and hyphens.',
  ),
} as const satisfies Question;

/** Asked after the name of the stack, because that stack may have answers already. */
export const QUESTIONS = [
  {
    name: 'alarmEmail',
    question: 'Address that the alarms notify (none: nobody)',
    comment: 'Who the alarms notify: an address, which AWS asks to confirm, or none',
    initial: 'none',
    problem: rule(
      (text) => text === 'none' || /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(text),
      'It must be one e-mail address, or none.',
    ),
  },
  {
    name: 'retentionDays',
    question: 'Days that a message is kept after its last status',
    comment: 'Days that a message is kept after its newest recorded status, 3 or more',
    initial: `${DEFAULTS.retentionDays}`,
    problem: rule((text) => /^\d+$/.test(text) && Number(text) >= 3, 'It must be a whole number from 3 up.'),
  },
  {
    name: 'events',
    question: 'Publish status changes on EventBridge (off, new, or the name or ARN of a bus)',
    comment: 'Where status changes are published: off, new for a bus of its own, or the name or the ARN of your bus',
    initial: 'off',
    problem: rule((text) => /^[\w./:-]{1,256}$/.test(text), 'It must be off, new, or the name or the ARN of a bus.'),
  },
  {
    name: 'reconcileSubAccounts',
    question: 'Sub-accounts of 8x8 to reconcile every day (none, or ids with commas between them)',
    comment: 'Sub-accounts whose logs at 8x8 are compared with the table every day, with commas between them, or none',
    initial: 'none',
    problem: rule(
      (text) => text.split(',').every((id) => SUB_ACCOUNT_ID.test(id.trim())),
      'It must be ids of sub-accounts with commas between them, or none.',
    ),
  },
  {
    name: 'archive',
    question: 'Keep every status for years, without personal data, to ask Athena (off or on)',
    comment: 'Whether every status is kept for years on S3, without personal data: off or on',
    initial: 'off',
    problem: rule((text) => /^(on|off)$/.test(text), 'It must be on or off.'),
  },
  {
    name: 'pageIssuer',
    question: 'OpenID provider that signs people in to a page to look up messages (none: no page)',
    comment: 'The OpenID provider that signs people in to a page to look up messages: https://…, or none for no page',
    initial: 'none',
    problem: (text) => {
      const problem = text === 'none' ? undefined : issuerProblem(text);
      return problem && `It ${problem}.`;
    },
  },
  {
    name: 'pageClientId',
    question: 'Id of the page at this provider',
    comment: 'The id that the page has there',
    initial: '',
    needs: 'pageIssuer',
    problem: rule((text) => /^\S+$/.test(text), 'It must be the id that the provider gave the page.'),
  },
  {
    name: 'pageAllowedGroups',
    question: 'Groups whose people may look (with commas between them; none: any)',
    comment: 'Groups at the provider whose people may look, with commas between them, or none for any',
    initial: 'none',
    needs: 'pageIssuer',
    problem: rule(isList, 'It must be groups with commas between them, or none.'),
  },
  {
    name: 'pageAllowedDomains',
    question: 'Domains of e-mail addresses whose people may look (with commas between them; none: any of these groups)',
    comment: 'Domains of e-mail addresses whose people may look, with commas between them, or none for any',
    initial: 'none',
    needs: 'pageIssuer',
    problem: (text, { pageAllowedGroups }) => {
      if (!isList(text)) return 'It must be domains with commas between them, or none.';
      if (text !== 'none' || pageAllowedGroups !== 'none') return undefined;
      return `Who may look? Name groups or domains. ${ANY_DOMAIN} lets in everyone who can sign in.`;
    },
  },
] as const satisfies readonly Question[];

/** The text of a settings file, in which a comment explains each line. */
export function settingsFileText(answers: Answers, deployed: Answers): string {
  const asked = [STACK_QUESTION, ...QUESTIONS].flatMap(({ name, comment }) => {
    const answer = answers[name];
    return answer === undefined ? [] : [[name, answer, comment] as const];
  });
  const others = Object.entries(deployed)
    .filter(([name]) => !Object.hasOwn(answers, name))
    .map(([name, value]) => [name, value, 'As in the deployed stack'] as const);
  const lines = [...asked, ...others].flatMap(([name, value, comment]) => [
    `  // ${comment}`,
    `  ${JSON.stringify(name)}: ${/^\d+$/.test(value) ? value : JSON.stringify(value)},`,
  ]);
  return [
    '// The settings of the receiver. Commit this file. docs/operate.md lists the others.',
    '{',
    ...lines,
    '}',
    '',
  ].join('\n');
}
