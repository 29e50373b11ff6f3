import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { Response } from '../../lambda/receive/respond.ts';

// biome-ignore lint/suspicious/noExplicitAny: a description may hold anything
type Description = any;

const DOCS = join(import.meta.dirname, '../../docs');
const read = (file: string): Description => parse(readFileSync(join(DOCS, file), 'utf8'));

export const OPENAPI = read('openapi.yaml');
export const ASYNCAPI = read('asyncapi.yaml');
const EVENTS = read('events.schema.json');
export const ITEM = read('item.schema.json');

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
// Where OpenAPI keeps its schemas
ajv.addVocabulary(['components']);
for (const [id, schema] of Object.entries({ events: EVENTS, item: ITEM })) ajv.addSchema(closed(schema), id);
ajv.addSchema({ $id: 'openapi', components: closed(OPENAPI.components) }, 'openapi');

/** Issues of an event, including undocumented fields; empty if it is valid. */
export const eventIssues = issuesBy(ajv.getSchema('events'));
/** Issues of an item of the receipts table, including undocumented attributes. */
export const itemIssues = issuesBy(ajv.getSchema('item'));
/** Issues of a body that should be a delivery receipt. It may have undocumented fields. */
export const receiptIssues = issuesBy(
  new Ajv2020({ strict: false, allErrors: true }).compile({
    $ref: '#/components/schemas/DeliveryReceipt',
    components: OPENAPI.components,
  }),
);

/** Issues of an answer of the endpoint: an undocumented status, header, content type or body. */
export function answerIssues({ statusCode, headers = {}, body }: Response): string[] {
  const described = OPENAPI.paths['/receipts'].post.responses[statusCode];
  if (described === undefined) return [`there is no answer ${statusCode}`];
  const missing = Object.entries<{ required?: boolean }>(described.headers ?? {})
    .filter(([name, { required }]) => required && headers[name.toLowerCase()] === undefined)
    .map(([name]) => `${statusCode} has no header ${name}`);
  const schema = described.content[String(headers['content-type'])]?.schema.$ref as string | undefined;
  if (schema === undefined) return [...missing, `${statusCode} has no content type ${headers['content-type']}`];
  const issues = issuesBy(ajv.getSchema(`openapi${schema}`))(JSON.parse(body ?? ''));
  return [...missing, ...issues.map((issue) => `${statusCode} ${issue}`)];
}

function issuesBy(validate: ValidateFunction | undefined): (value: unknown) => string[] {
  if (validate === undefined) throw new Error('There is no such schema.');
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The schema without additional properties, for output of ours. */
function closed(schema: Description): Description {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
}
