import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { isSupportedCountry } from 'libphonenumber-js/min';
import type { TableConnection } from '../../lookup/table-connection.ts';

export const defaultCountryOption = () =>
  new Option(
    '--default-country <code>',
    'the country of numbers that lack the country code, such as PH (default: the setting defaultCountry)',
  )
    .env('RECEIPTS_DEFAULT_COUNTRY')
    .argParser((text) => {
      const code = text.trim().toUpperCase();
      if (!isSupportedCountry(code))
        throw new InvalidArgumentError('It must be the ISO code of a country, such as PH.');
      return code;
    });

/** The option wins over the setting of the deployment. */
export function defaultCountryOf(
  { defaultCountry }: { readonly defaultCountry?: string | undefined },
  { settings }: TableConnection,
): string | undefined {
  return defaultCountry ?? settings?.defaultCountry;
}
