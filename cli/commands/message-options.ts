import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { FAILED_STATES } from '../../lookup/known-states.ts';
import { localTimes, type TimeTexts, timeTextsIn } from '../../lookup/times.ts';

/** Several states: `--state sent,queued`, or the option several times. */
export const stateOption = (what: string) =>
  new Option('--state <states>', `only ${what} one of these states, such as undelivered,rejected`).argParser(
    (text, before: string[] = []) => {
      const states = text.split(',').map((state) => state.trim().toLowerCase());
      if (states.includes('')) throw new InvalidArgumentError('It must not be empty.');
      return [...before, ...states];
    },
  );

export const failedOption = () =>
  new Option('--failed', `short for --state ${FAILED_STATES.join(',')}`).conflicts('state');

/** The states to select; undefined for all. */
export function selectedStates({
  state,
  failed,
}: {
  readonly state?: readonly string[] | undefined;
  readonly failed?: true | undefined;
}): readonly string[] | undefined {
  return failed ? FAILED_STATES : state;
}

export const utcOption = () => new Option('--utc', 'times in UTC, not in the time zone of this machine');

export function timesOf({ utc }: { readonly utc?: true | undefined }): TimeTexts {
  return utc ? timeTextsIn('UTC', new Date()) : localTimes();
}
