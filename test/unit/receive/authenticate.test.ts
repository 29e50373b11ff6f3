import { describe, expect, test } from '@jest/globals';
import { fixedTokens, isAuthentic, type TokenSource } from '../../../lambda/receive/authenticate.ts';
import { postReceipts, withoutHeader } from '../../support/events.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const withHeader = (authorization: string) => postReceipts({ headers: { authorization } });
const bare = withoutHeader(postReceipts({}), 'authorization');

describe('a request', () => {
  test.each<[name: string, event: ReturnType<typeof postReceipts>, authentic: boolean]>([
    ['bearer token', withHeader('Bearer secret'), true],
    ['space around', withHeader(' Bearer secret\t'), true],
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
    ['the token in another case', withHeader('Bearer SECRET'), false],
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

  test.each([[[]], [['']]])('is refused if the tokens are %j', async (tokens) => {
    for (const event of [
      withHeader('Bearer secret'),
      withHeader('Bearer '),
      withHeader(basic('user:')),
      { ...bare, queryStringParameters: { token: '' } },
      bare,
    ]) {
      expect(await isAuthentic(event, fixedTokens(...tokens))).toBe(false);
    }
  });
});

describe('the token source', () => {
  function source(...tokens: (string | Error)[]) {
    const read: string[] = [];
    const tokenSource: TokenSource = {
      acceptedTokens: async function* () {
        for (const token of tokens) {
          if (token instanceof Error) throw token;
          read.push(token);
          yield token;
        }
      },
    };
    return { tokenSource, read };
  }

  test('is read only up to the token that matches', async () => {
    const { tokenSource, read } = source('older', 'secret', 'newer', new Error('down'));
    expect(await isAuthentic(withHeader('Bearer secret'), tokenSource)).toBe(true);
    expect(read).toEqual(['older', 'secret']);
  });

  test('is not read if the request has no credential', async () => {
    const { tokenSource, read } = source('secret');
    expect(await isAuthentic(bare, tokenSource)).toBe(false);
    expect(read).toEqual([]);
  });

  test('causes an error, not a refusal, if it cannot be read', async () => {
    const { tokenSource } = source('older', new Error('down'));
    await expect(isAuthentic(withHeader('Bearer secret'), tokenSource)).rejects.toThrow('down');
  });
});
