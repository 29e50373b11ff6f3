import { describe, expect, jest, test } from '@jest/globals';
import { fixedTokens, isAuthentic, type TokenSource } from '../../../lambda/auth/authenticate.ts';
import { postReceipts, withoutHeader } from '../../support/events.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const withHeader = (authorization: string) => postReceipts({ headers: { authorization } });
const bare = withoutHeader(postReceipts({}), 'authorization');

describe('a request', () => {
  test.each<[name: string, event: ReturnType<typeof postReceipts>, authentic: boolean]>([
    ['bearer token', withHeader('Bearer secret'), true],
    ['scheme in any case', withHeader('bEARER  secret'), true],
    ['basic, the token for password', withHeader(basic('user:secret')), true],
    ['basic without a user', withHeader(basic(':secret')), true],
    ['basic, the password alone', withHeader(basic('secret')), true],
    ['query parameter', { ...bare, queryStringParameters: { token: 'secret' } }, true],
    [
      'query parameter beside a header of somebody else',
      { ...withHeader('Bearer x'), queryStringParameters: { token: 'secret' } },
      true,
    ],
    ['the previous token', withHeader('Bearer older'), true],
    ['nothing', bare, false],
    ['an empty header', withHeader(''), false],
    ['an empty bearer token', withHeader('Bearer '), false],
    ['a wrong token', withHeader('Bearer secret2'), false],
    ['the beginning of the token', withHeader('Bearer secre'), false],
    ['the token without a scheme', withHeader('secret'), false],
    ['another scheme', withHeader('Digest secret'), false],
    ['a scheme that is a name of Object', withHeader('constructor secret'), false],
    ['basic, the token for user', withHeader(basic('secret:')), false],
    ['an empty query parameter', { ...bare, queryStringParameters: { token: '' } }, false],
    ['another query parameter', { ...bare, queryStringParameters: { key: 'secret' } }, false],
  ])('%s: %s', async (_, event, authentic) => {
    expect(await isAuthentic(event, fixedTokens('secret', 'older'))).toBe(authentic);
  });

  test.each([[[]], [['']]])('is refused where the tokens are %j', async (tokens) => {
    expect(await isAuthentic(withHeader('Bearer secret'), fixedTokens(...tokens))).toBe(false);
    expect(await isAuthentic(bare, fixedTokens(...tokens))).toBe(false);
  });
});

describe('the token source', () => {
  const source = (tokens: string[], fresh: string[]) => ({
    tokens: jest.fn<TokenSource['tokens']>(async () => tokens),
    refreshTokens: jest.fn<TokenSource['refreshTokens']>(async () => fresh),
  });

  test('is asked for fresh tokens only where the ones in hand do not match', async () => {
    const known = source(['secret'], ['secret']);
    expect(await isAuthentic(withHeader('Bearer secret'), known)).toBe(true);
    expect(known.refreshTokens).not.toHaveBeenCalled();
    expect(await isAuthentic(withHeader('Bearer secret'), source(['older'], ['secret']))).toBe(true);
  });

  test('is not asked at all where the request has no credential', async () => {
    const asked = source([], []);
    expect(await isAuthentic(bare, asked)).toBe(false);
    expect(asked.tokens).not.toHaveBeenCalled();
  });

  test('that cannot be read is an error, not a refusal', async () => {
    const broken: TokenSource = { tokens: () => Promise.reject(new Error('down')), refreshTokens: async () => [] };
    await expect(isAuthentic(withHeader('Bearer secret'), broken)).rejects.toThrow('down');
  });
});
