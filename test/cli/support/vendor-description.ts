import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

const PATH = '/api/v1/accounts/{accountId}/webhooks';

/** The vendor's own description of its API may be named instead of ours. */
const FILE = process.env.VENDOR_API_DESCRIPTION ?? join(import.meta.dirname, 'vendor-api.openapi.json');

/** The description of the webhooks configuration API, to check calls and answers against. */
export interface VendorDescription {
  /** What is wrong with a call; empty where nothing is. */
  faultsOfCall(method: string, path: string, body: unknown): string[];
  /** What is wrong with the answer to a GET. */
  faultsOfWebhooks(webhooks: unknown): string[];
}

export function vendorDescription(): VendorDescription {
  const description = JSON.parse(readFileSync(FILE, 'utf8')) as object;
  const ajv = new Ajv({ strict: false, formats: { uri: (text: string) => URL.canParse(text) } }).addSchema(
    description,
    'api',
  );
  const schemaAt = (...pointer: string[]): ValidateFunction =>
    ajv.compile({ $ref: `api#/${['paths', PATH, ...pointer].map(inPointer).join('/')}` });
  const ofBody = ['content', 'application/json', 'schema'];
  const accountId = schemaAt('parameters', '0', 'schema');
  const bodies: Readonly<Record<string, ValidateFunction | undefined>> = {
    GET: undefined,
    POST: schemaAt('post', 'requestBody', ...ofBody),
    DELETE: schemaAt('delete', 'requestBody', ...ofBody),
  };
  const webhooks = schemaAt('get', 'responses', '200', ...ofBody);
  const faultsOf = (schema: ValidateFunction, value: unknown): string[] =>
    schema(value) ? [] : (schema.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return {
    faultsOfCall: (method, path, body) => {
      const [, account] = /^\/api\/v1\/accounts\/([^/]+)\/webhooks$/.exec(path) ?? [];
      if (account === undefined || !Object.hasOwn(bodies, method)) return [`there is no ${method} ${path}`];
      const schema = bodies[method];
      return [...faultsOf(accountId, account), ...(schema === undefined ? [] : faultsOf(schema, body))];
    },
    faultsOfWebhooks: (answer) => faultsOf(webhooks, answer),
  };
}

/** A step of a JSON pointer within a URI. */
function inPointer(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
