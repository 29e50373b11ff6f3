import { InvalidArgumentError } from '@commander-js/extra-typings';

/** Reads a whole number. */
export function wholeNumber(from: number, to = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(
      to === Number.MAX_SAFE_INTEGER
        ? `It must be a whole number from ${from} up.`
        : `It must be a whole number from ${from} to ${to}.`,
    );
  };
}

/** Reads a share of a whole. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1, such as 0.05 for five in a hundred.');
}
