import { types } from 'node:util';

/**
 * jest runs tests in a separate realm, in which errors of Node's modules are not `instanceof Error`. The AWS SDK would wrap
 * such an error and lose its name and code, which never happens outside jest.
 */
const ordinary = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown) {
    return ordinary.call(this as () => void, value) || (this === Error && types.isNativeError(value));
  },
});
