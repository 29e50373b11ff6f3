import { memoize } from '@smithy/core/config';

/**
 * Reads a setting of a client from the environment, else takes its default. Lambda has no configuration files of the
 * AWS tools. The original looks for them at every start, and each miss creates an error with its stack.
 */
export const loadConfig = ({ environmentVariableSelector, default: otherwise }, { signingName, logger } = {}) =>
  memoize(async () => {
    const value = fromEnvironment(() => environmentVariableSelector(process.env, { signingName, logger }));
    return value ?? (typeof otherwise === 'function' ? otherwise() : otherwise);
  });

/** A value that cannot be read counts as absent, as in the original. */
function fromEnvironment(select) {
  try {
    return select();
  } catch {
    return undefined;
  }
}
