import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import getItem from 'dynalite/actions/getItem.js';
import updateItem from 'dynalite/actions/updateItem.js';
import { createKey } from 'dynalite/db/index.js';
import { validateAttributeValue } from 'dynalite/validations/index.js';
import { custom as parseExpressions } from 'dynalite/validations/updateItem.js';
import { RECEIPTS_TABLE, SET_ASIDE_TABLE, type TableNames } from '../../contract/tables.ts';

type Item = Record<string, AttributeValue>;

/** An applied write. */
export interface Write {
  readonly before: Item | undefined;
  readonly after: Item;
}

/** DynamoDB without a network. It executes a request synchronously. Other tests use the real engines. */
export interface InstantDynamoDb {
  execute(command: UpdateItemCommand | GetItemCommand): object;
  read(table: string, key: Item): Item | undefined;
  /** Deletes an item, as TTL does. */
  delete(table: string, key: Item): void;
}

const MAX_ITEM_BYTES = 400 * 1024;

/**
 * Executes requests with dynalite's code: its parsers, its evaluation and its rules for items. It leaves out dynalite's
 * server and database, which would make requests asynchronous and slow. It imports files that dynalite does not export
 * for others, so `package.json` pins dynalite's exact version, and an update of it needs a look at these imports.
 *
 * @param sendsOldItem - whether a failed condition returns the item, as in DynamoDB but not in dynalite
 * @param onWrite - called for every applied write
 */
export function instantDynamoDb(
  { receiptsTable, setAsideTable }: TableNames,
  {
    sendsOldItem,
    onWrite,
  }: { readonly sendsOldItem: boolean; readonly onWrite: (table: string, write: Write) => void },
): InstantDynamoDb {
  const tables = new Map([
    [receiptsTable, emptyTable(receiptsTable, RECEIPTS_TABLE.partitionKey)],
    [setAsideTable, emptyTable(setAsideTable, SET_ASIDE_TABLE.partitionKey)],
  ]);
  const tableOf = (name: string | undefined) => {
    const table = tables.get(name ?? '');
    if (table === undefined) throw named('ResourceNotFoundException');
    return table;
  };

  return {
    execute: (command) => {
      const table = tableOf(command.input.TableName);
      return command instanceof UpdateItemCommand ? update(table, command) : read(table, command);
    },
    read: (name, key) => {
      const table = tableOf(name);
      return table.items.get(table.keyOf(key));
    },
    delete: (name, key) => {
      const table = tableOf(name);
      table.items.delete(table.keyOf(key));
    },
  };

  function update(table: Table, { input }: UpdateItemCommand): object {
    let output = {};
    updateItem(table.store, { ...input, ...parsed(input) }, (error, result) => {
      const sent = input.ReturnValuesOnConditionCheckFailure && sendsOldItem ? table.last.read : undefined;
      if (error) throw toSdkError(error, sent);
      output = result ?? {};
    });
    onWrite(table.name, { before: table.last.read, after: table.last.written });
    return output;
  }

  function read(table: Table, { input }: GetItemCommand): object {
    let output = {};
    getItem(table.store, input, (error, result) => {
      if (error) throw toSdkError(error, undefined);
      output = result ?? {};
    });
    return output;
  }
}

interface Table {
  readonly name: string;
  readonly keyOf: (key: Item | undefined) => string;
  /** By the key that dynalite makes. */
  readonly items: Map<string, Item>;
  readonly store: DynaliteStore;
  /** Items of the last request. */
  readonly last: { read: Item | undefined; written: Item };
}

function emptyTable(name: string, partitionKey: string): Table {
  const items = new Map<string, Item>();
  const description = {
    TableName: name,
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
  };
  const last: Table['last'] = { read: undefined, written: {} };
  const store: DynaliteStore = {
    options: { maxItemSize: MAX_ITEM_BYTES },
    getTable: (_name, done) => done(undefined, description),
    getItemDb: () => ({
      lock: (_key, task) => task((done) => done),
      get: (key, done) => {
        const item = items.get(key);
        last.read = item;
        done(item === undefined ? NOT_FOUND : undefined, item);
      },
      put: (key, item, done) => {
        items.set(key, item);
        last.written = item;
        done(undefined);
      },
    }),
  };
  return { name, keyOf: (key = {}) => createKey(key, description), items, store, last };
}

/** What dynalite evaluates. */
interface Parsed {
  readonly _updates?: object;
  readonly _condition?: object;
}

const NOT_FOUND = named('NotFoundError');
const known = new Map<string, { readonly values: readonly AttributeValue[]; readonly expressions: Parsed }>();

/**
 * Parses the expressions of a request. Parsing takes most of the time, and a run has few distinct expressions: one that is
 * known, with values of the same types, gets the values of the request.
 */
function parsed(input: UpdateItemCommand['input']): Parsed {
  const { UpdateExpression, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues = {} } = input;
  const values = Object.values(ExpressionAttributeValues);
  const types = Object.entries(ExpressionAttributeValues).map(([name, value]) => [name, ...Object.keys(value)]);
  const text = JSON.stringify([UpdateExpression, ConditionExpression, ExpressionAttributeNames, types]);
  let found = known.get(text);
  if (found === undefined) {
    const copy = { ...input } as object & Parsed;
    const wrong = parseExpressions(copy);
    if (wrong !== undefined) throw named('ValidationException', wrong);
    const { _updates, _condition } = copy;
    found = { values, expressions: { ...(_updates && { _updates }), ...(_condition && { _condition }) } };
    known.set(text, found);
  }
  for (const value of values) {
    const wrong = validateAttributeValue(value);
    if (wrong !== undefined) throw named('ValidationException', wrong);
  }
  // The parser puts the values themselves into its result, so that each is found again. The evaluation modifies the result
  const given = new Map<unknown, unknown>(found.values.map((value, at) => [value, values[at]]));
  return withValues(found.expressions, given) as Parsed;
}

function withValues(node: unknown, given: ReadonlyMap<unknown, unknown>): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (given.has(node)) return given.get(node);
  if (Array.isArray(node)) return node.map((inner) => withValues(inner, given));
  return Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, withValues(inner, given)]));
}

function toSdkError(error: unknown, item: Item | undefined): Error {
  const { __type = '', message = '' } = (error as { body?: { __type?: string; message?: string } }).body ?? {};
  const name = __type.replace(/^.*#/, '');
  if (name !== ConditionalCheckFailedException.name) return named(name, message);
  return new ConditionalCheckFailedException({ $metadata: {}, message, ...(item && { Item: item }) });
}

function named(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
