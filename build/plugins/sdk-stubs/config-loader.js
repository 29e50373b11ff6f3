import { memoize } from '@smithy/core/config';

/**
 * A setting of a client: from the environment, else its default. No configuration file of the AWS tools is on Lambda,
 * where the SDK would look each of them up, failing by an error with its stack every time.
 */
export const loadConfig = ({ environmentVariableSelector, default: otherwise }, { signingName, logger } = {}) =>
  memoize(async () => {
    const value = fromEnvironment(() => environmentVariableSelector(process.env, { signingName, logger }));
    return value ?? (typeof otherwise === 'function' ? otherwise() : otherwise);
  });

/** As the SDK has it, a value that cannot be read counts as none. */
function fromEnvironment(select) {
  try {
    return select();
  } catch {
    return undefined;
  }
}
