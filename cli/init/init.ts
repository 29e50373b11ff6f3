import { access, writeFile } from 'node:fs/promises';
import { SETTINGS_FILE } from '../../contract/deployed-settings.ts';
import { commandLine, toolName } from '../../toolbox/command-line.ts';
import { CliError, describeError, UsageError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';
import { findAccount } from '../deployment/account.ts';
import { awsOptions } from '../deployment/aws.ts';
import { readStack } from '../deployment/stack.ts';
import { defaultStack } from '../deployment/table-connection.ts';
import { askText } from '../terminal/ask.ts';
import { print, printError } from '../terminal/output.ts';
import { type Answers, QUESTIONS, type Question, STACK_QUESTION, settingsFileText } from './questions.ts';

export interface InitOptions {
  readonly file: string;
  /** Answers that were given as options. */
  readonly given: Readonly<Record<string, string | undefined>>;
  /** Takes the initial answers instead of asking. */
  readonly yes: boolean | undefined;
}

/** Asks for the settings, writes the settings file, and prints the next commands. */
export async function init({ file, given, yes }: InitOptions): Promise<void> {
  if (await exists(file))
    throw new CliError(`There is a file ${file} already. Edit it, or name another one with --file.`);
  const account = await findAccount();
  print(
    'reason' in account
      ? `No account of AWS is known yet: ${account.reason}`
      : `The account of your credentials: ${account.id}, in ${account.region}.`,
  );
  const answers: Record<string, string> = {};
  const answer = async (question: Question, initial = question.initial) => {
    const option = given[question.name]?.trim();
    const problemOf = (text: string) => question.problem(text, answers);
    const text = option ?? (yes ? initial : await askText(question.question, { initial, problem: problemOf }));
    const problem = problemOf(text);
    if (problem !== undefined) throw new UsageError(`${question.name} is ${JSON.stringify(text)}. ${problem}`);
    answers[question.name] = text;
    return text;
  };
  const stackName = await answer(STACK_QUESTION);
  const deployed = 'reason' in account ? {} : await deployedSettings(stackName);
  for (const question of QUESTIONS) {
    const { name, needs } = question as Question;
    if (needs === undefined || !isOff(answers[needs])) await answer(question, deployed[name]);
    else if (given[name] !== undefined) throw new UsageError(`${name} needs ${needs}. Give that, too.`);
  }
  await writeFile(file, settingsFileText(answers, deployed), { flag: 'wx' });
  print(`\nWrote ${printable(file)}. Commit it. The next commands:\n`);
  const context = file === SETTINGS_FILE ? '' : ` -c settingsFile=${file}`;
  const place = 'reason' in account ? '' : ` aws://${account.id}/${account.region}`;
  const stack = stackName === defaultStack() ? undefined : stackName;
  print(`  npx cdk bootstrap${place}${context}  # once for each account and Region`);
  print(`  npx cdk deploy${context}`);
  print(`  ${commandLine('wire', { stack, ...awsOptions() }, toolName())}`);
}

function isOff(answer: string | undefined): boolean {
  return answer === 'none' || answer === 'off';
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Of a stack that was deployed without a file, so that the file repeats them. */
async function deployedSettings(stackName: string): Promise<Answers> {
  try {
    const { settings = {} } = await readStack(stackName);
    print(`The stack ${stackName} is deployed: its settings are the initial answers.`);
    return settings;
  } catch (error) {
    if (!(error instanceof CliError)) printError(`The stack ${stackName} could not be read: ${describeError(error)}`);
    return {};
  }
}
