import { types } from 'node:util';

/**
 * jest runs tests in a realm of their own, where errors of Node's own modules are not `instanceof Error`. The AWS SDK
 * wraps such an error and loses its name and code, which never happens outside jest.
 */
const ordinary = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown) {
    return ordinary.call(this as () => void, value) || (this === Error && types.isNativeError(value));
  },
});
