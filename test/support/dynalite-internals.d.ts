/** The parts of `dynalite` that evaluate a request, without its server and its database. The package has no types. */

type DynaliteItem = Record<string, import('@aws-sdk/client-dynamodb').AttributeValue>;
type DynaliteCallback<T> = (error: unknown, result?: T) => void;

interface DynaliteStore {
  readonly options: { readonly maxItemSize: number };
  getTable(name: string, done: DynaliteCallback<object>): void;
  getItemDb(name: string): {
    lock(key: string, task: (release: <F>(done: F) => F) => void): void;
    get(key: string, done: DynaliteCallback<DynaliteItem>): void;
    put(key: string, item: DynaliteItem, done: DynaliteCallback<void>): void;
  };
}

type DynaliteAction<Output> = (store: DynaliteStore, input: object, done: DynaliteCallback<Output>) => void;

declare module 'dynalite/actions/updateItem.js' {
  const updateItem: DynaliteAction<{ readonly Attributes?: DynaliteItem }>;
  export default updateItem;
}

declare module 'dynalite/actions/getItem.js' {
  const getItem: DynaliteAction<{ readonly Item?: DynaliteItem }>;
  export default getItem;
}

declare module 'dynalite/validations/index.js' {
  /** Returns an error message if DynamoDB cannot store the value. */
  export function validateAttributeValue(value: import('@aws-sdk/client-dynamodb').AttributeValue): string | undefined;
}

declare module 'dynalite/validations/updateItem.js' {
  /** Parses the expressions into fields of the input. Returns an error message if it is invalid. */
  export function custom(input: object): string | undefined;
}

declare module 'dynalite/db/index.js' {
  /** The key under which an item is stored. */
  export function createKey(key: DynaliteItem, table: object): string;
}
