import { expect, test } from '@jest/globals';
import { onLoopback } from './support/loopback.ts';

test.each(['http://127.0.0.1:4566/path', 'http://127.1.2.3'])('%s is on this machine', (url) => {
  expect(onLoopback(url)).toBe(url);
});

test.each([
  'https://abcdef.execute-api.us-east-1.amazonaws.com/receipts',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com',
  'http://localhost:4566',
  'http://10.0.0.1',
  'http://user:127.0.0.1@example.com',
])('%s is refused', (url) => {
  expect(() => onLoopback(url)).toThrow('is not on this machine');
});
