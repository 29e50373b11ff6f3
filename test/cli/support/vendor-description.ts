import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

/** The variable replaces our description of the API by the vendor's own. */
const FILE = process.env.VENDOR_API_DESCRIPTION ?? join(import.meta.dirname, 'vendor-api.openapi.json');

/** The description of the vendor's API, to check calls and answers against. */
export interface VendorDescription {
  /** What is wrong with a call; empty if it is valid. */
  faultsOfCall(method: string, path: string, body: unknown): string[];
  /** What is wrong with an answer to a call. */
  faultsOfAnswer(method: string, path: string, status: number, body: unknown): string[];
}

/** The parts of OpenAPI that are used here. */
type Node = Readonly<Record<string, unknown>>;
interface Parameter {
  readonly name: string;
  readonly in: string;
}

const JSON_SCHEMA = ['content', 'application/json', 'schema'];

export function vendorDescription(): VendorDescription {
  const description = JSON.parse(readFileSync(FILE, 'utf8')) as Node;
  const formats = { uri: (text: string) => URL.canParse(text), uuid: true, 'date-time': true } as const;
  // Most tests never call the vendor, and the validator takes a while to be made
  let ajv: Ajv | undefined;
  const compiled = new Map<string, ValidateFunction>();

  return { faultsOfCall, faultsOfAnswer };

  function faultsOfCall(method: string, path: string, body: unknown): string[] {
    const found = operationOf(method, path);
    if (found === undefined) return [`there is no ${method} ${path}`];
    const { pointer, values } = found;
    const parameters = [
      ...pointersIn([...pointer.slice(0, -1), 'parameters']),
      ...pointersIn([...pointer, 'parameters']),
    ];
    const inPath = parameters.flatMap((at) => {
      const { resolved, node } = resolve(at);
      const { name, in: where } = node as unknown as Parameter;
      return where === 'path' ? faultsBy([...resolved, 'schema'], values[name]) : [];
    });
    return [...inPath, ...(body === undefined ? [] : faultsBy([...pointer, 'requestBody', ...JSON_SCHEMA], body))];
  }

  function faultsOfAnswer(method: string, path: string, status: number, body: unknown): string[] {
    const found = operationOf(method, path);
    if (found === undefined) return [`there is no ${method} ${path}`];
    const answer = [...found.pointer, 'responses', String(status)];
    if (nodeAt(answer) === undefined) return [`${method} ${path} never answers ${status}`];
    return body === undefined ? [] : faultsBy([...answer, ...JSON_SCHEMA], body);
  }

  function operationOf(method: string, path: string) {
    for (const [template, item] of Object.entries(description.paths as Record<string, Node>)) {
      const pattern = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
      const match = new RegExp(`^${pattern}$`).exec(path);
      if (match === null || item[method.toLowerCase()] === undefined) continue;
      const values = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { pointer: ['paths', template, method.toLowerCase()], values: Object.fromEntries(values) };
    }
    return undefined;
  }

  /** A value without a schema in the description is valid. */
  function faultsBy(pointer: readonly string[], value: unknown): string[] {
    if (nodeAt(pointer) === undefined) return [];
    const reference = `api#/${pointer.map(inPointer).join('/')}`;
    ajv ??= new Ajv({ strict: false, formats }).addSchema(description, 'api');
    const schema = compiled.get(reference) ?? ajv.compile({ $ref: reference });
    compiled.set(reference, schema);
    return schema(value) ? [] : (schema.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }

  function pointersIn(pointer: readonly string[]): string[][] {
    return ((nodeAt(pointer) ?? []) as readonly unknown[]).map((_, index) => [...pointer, String(index)]);
  }

  function resolve(pointer: readonly string[]): { readonly resolved: readonly string[]; readonly node: Node } {
    const node = nodeAt(pointer) as Node;
    if (typeof node.$ref !== 'string') return { resolved: pointer, node };
    const steps = node.$ref.replace(/^#\//, '').split('/').map(decodeURIComponent);
    return resolve(steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')));
  }

  function nodeAt(pointer: readonly string[]): unknown {
    return pointer.reduce<unknown>((node, step) => (node as Node | undefined)?.[step], description);
  }
}

/** A step of a JSON pointer within a URI. */
function inPointer(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
