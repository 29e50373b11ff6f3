import { Option } from '@commander-js/extra-typings';
import { localTimes, type TimeTexts, timeTextsIn } from '../../lookup/times.ts';

export const utcOption = () => new Option('--utc', 'times in UTC, not in the time zone of this machine');

export function timesOf({ utc }: { readonly utc?: true | undefined }): TimeTexts {
  return utc ? timeTextsIn('UTC', new Date()) : localTimes();
}
