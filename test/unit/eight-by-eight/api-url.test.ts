import { expect, test } from '@jest/globals';
import { apiUrlProblem } from '../../../eight-by-eight/api-url.ts';

test.each([
  'https://sms.8x8.com',
  'https://proxy.example.com:8443/8x8',
  'http://127.0.0.1:3000',
  'http://127.1.2.3',
  'http://localhost:3000',
  'http://[::1]:3000',
])('%s may get the API key', (url) => {
  expect(apiUrlProblem(url)).toBeUndefined();
});

test.each([
  ['sms.8x8.com', 'must be a URL'],
  ['http://sms.8x8.com', 'must begin with https://'],
  ['ftp://127.0.0.1', 'must begin with https://'],
  ['http://localhost.example.com', 'must begin with https://'],
  ['http://10.0.0.1', 'must begin with https://'],
  ['http://169.254.169.254/latest/meta-data', 'link-local'],
  ['https://169.254.170.2', 'link-local'],
  // The same address in other notations
  ['https://2852039166', 'link-local'],
  ['https://[::ffff:169.254.169.254]', 'link-local'],
  ['https://[fe80::1]', 'link-local'],
  ['https://[febf::1]', 'link-local'],
])('%s must not get it: %s', (url, problem) => {
  expect(apiUrlProblem(url)).toContain(problem);
});
