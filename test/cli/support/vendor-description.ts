import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

/** The vendor's own description of its API may be named instead of ours. */
const FILE = process.env.VENDOR_API_DESCRIPTION ?? join(import.meta.dirname, 'vendor-api.openapi.json');

const METHODS = ['get', 'post', 'delete'] as const;
const OF_BODY = ['content', 'application/json', 'schema'];
/** What the tool calls, of all that the vendor describes. */
const CALLED = /\/(webhooks|messages\/exports(\/\{jobId\})?)$/;

/** The description of the vendor's API, to check calls and answers against. */
export interface VendorDescription {
  /** What is wrong with a call; empty where nothing is. */
  faultsOfCall(method: string, path: string, body: unknown): string[];
  /** What is wrong with the body of an answer that is a success. */
  faultsOfAnswer(method: string, path: string, status: number, body: unknown): string[];
}

/** A JSON object of the description. */
type Node = { readonly [name: string]: Node };

interface Operation {
  readonly pathPattern: RegExp;
  readonly parameters: readonly ValidateFunction[];
  readonly body: ValidateFunction | undefined;
  readonly answers: Readonly<Record<string, ValidateFunction | undefined>>;
}

export function vendorDescription(): VendorDescription {
  const description = JSON.parse(readFileSync(FILE, 'utf8')) as Node;
  const formats = {
    uri: (text: string) => URL.canParse(text),
    'date-time': (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(text),
  };
  const ajv = new Ajv({ strict: false, formats }).addSchema(description, 'api');
  const operations = new Map<string, Operation>();
  for (const path of Object.keys(description.paths ?? {}).filter((name) => CALLED.test(name))) {
    for (const method of METHODS) {
      if (nodeAt('paths', path, method) !== undefined) operations.set(`${method} ${path}`, operationAt(path, method));
    }
  }
  return {
    faultsOfCall: (method, path, body) => {
      const operation = find(method, path);
      if (operation === undefined) return [`there is no ${method} ${path}`];
      const values = operation.pathPattern.exec(path)?.slice(1).map(decodeURIComponent) ?? [];
      return [
        ...operation.parameters.flatMap((schema, at) => faultsOf(schema, values[at])),
        ...(operation.body === undefined || body === undefined ? [] : faultsOf(operation.body, body)),
      ];
    },
    faultsOfAnswer: (method, path, status, body) => {
      const schema = find(method, path)?.answers[status];
      return schema === undefined ? [] : faultsOf(schema, body);
    },
  };

  function find(method: string, path: string): Operation | undefined {
    const ofMethod = [...operations].filter(([name]) => name.startsWith(`${method.toLowerCase()} `));
    return ofMethod.map(([, operation]) => operation).find(({ pathPattern }) => pathPattern.test(path));
  }

  function operationAt(path: string, method: string): Operation {
    const statuses = Object.keys(nodeAt('paths', path, method, 'responses') ?? {});
    return {
      pathPattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
      parameters: [...path.matchAll(/\{(\w+)\}/g)].flatMap(
        ([, name = '']) => parameterSchema(path, method, name) ?? [],
      ),
      body: schemaAt('paths', path, method, 'requestBody', ...OF_BODY),
      answers: Object.fromEntries(
        statuses.map((status) => [status, schemaAt('paths', path, method, 'responses', status, ...OF_BODY)]),
      ),
    };
  }

  function parameterSchema(path: string, method: string, name: string): ValidateFunction | undefined {
    for (const holder of [
      ['paths', path],
      ['paths', path, method],
    ]) {
      const parameters = (nodeAt(...holder, 'parameters') ?? []) as readonly Node[];
      const at = parameters.findIndex((parameter) => (parameter.name as unknown) === name);
      if (at >= 0) return schemaAt(...holder, 'parameters', String(at), 'schema');
    }
    return undefined;
  }

  function schemaAt(...pointer: string[]): ValidateFunction | undefined {
    if (nodeAt(...pointer) === undefined) return undefined;
    return ajv.compile({ $ref: `api#/${pointer.map(inPointer).join('/')}` });
  }

  function nodeAt(...pointer: string[]): Node | undefined {
    return pointer.reduce<Node | undefined>((node, step) => node?.[step], description);
  }
}

function faultsOf(schema: ValidateFunction, value: unknown): string[] {
  return schema(value) ? [] : (schema.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A step of a JSON pointer within a URI. */
function inPointer(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
