import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { REGIONS } from '../../eight-by-eight/regions.ts';

/** For all commands, because each may use AWS. */
export const profileOption = () =>
  new Option('--profile <name>', 'the profile of AWS (env: AWS_PROFILE)').argParser((text) => {
    if (text.trim() !== '') return text.trim();
    throw new InvalidArgumentError('It must not be empty.');
  });

export const awsRegionOption = () =>
  new Option('--region <name>', 'the Region of AWS (env: AWS_REGION)').argParser((text) => {
    const region = text.trim().toLowerCase();
    if ((REGIONS as readonly string[]).includes(region))
      throw new InvalidArgumentError(`It is the Region of AWS. The region of 8x8 is --vendor-region ${region}.`);
    if (/^[a-z]+(-[a-z]+)+-\d+$/.test(region)) return region;
    throw new InvalidArgumentError('It must be a Region of AWS, such as eu-west-1.');
  });
