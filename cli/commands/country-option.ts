import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { isSupportedCountry } from 'libphonenumber-js/min';

export const defaultCountryOption = () =>
  new Option('--default-country <code>', 'the country of numbers that lack the country code, such as PH')
    .env('RECEIPTS_DEFAULT_COUNTRY')
    .argParser((text) => {
      const code = text.trim().toUpperCase();
      if (!isSupportedCountry(code))
        throw new InvalidArgumentError('It must be the ISO code of a country, such as PH.');
      return code;
    });
