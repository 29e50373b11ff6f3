import { DEFAULTS as DEPLOYED } from '../../contract/defaults.ts';
import { type IndexName, RECEIPTS_TABLE } from '../../contract/tables.ts';
import { LIMITS } from './limits.ts';

const INDEXES = Object.keys(RECEIPTS_TABLE.indexes) as IndexName[];

/** The defaults of the deployment, which a test compares with the template, in an account with the default quotas. */
export const DEFAULTS = {
  /** Requests per second of the stage, and tokens in its bucket. */
  throttleRate: DEPLOYED.throttleRate,
  throttleBurst: DEPLOYED.throttleBurst,
  /** The same for the account. */
  accountRate: LIMITS.apiGatewayRate.value,
  accountBurst: LIMITS.apiGatewayBurst.value,
  /** Concurrent executions that the account allows. */
  accountConcurrency: LIMITS.lambdaConcurrency.value,
  /** Maximum executions of the receive function; Infinity for as many as the account has. */
  reservedConcurrency: Number.POSITIVE_INFINITY,
  /** Executions of the redrive function. */
  redriveConcurrency: DEPLOYED.redriveConcurrency,
  /** Write units per second that table and indexes accept from the start. */
  warmWriteUnits: LIMITS.dynamoDbNewTable.value,
  /** Write units a second that the account allows a table or an index. */
  tableWriteQuota: LIMITS.dynamoDbTableQuota.value,
  /** Invocations of EventBridge's targets a second, of which each recorded receipt takes one. */
  eventInvocations: LIMITS.eventBridgeInvocations.value,
  indexes: INDEXES,
};

/** The settings of the deployment, and the quotas of its account. */
export type CapacitySettings = {
  readonly [name in keyof typeof DEFAULTS]: name extends 'indexes' ? readonly IndexName[] : number;
};

/**
 * Parses settings such as `throttleRate=2000`. The others have their defaults.
 *
 * @throws RangeError that names the wrong setting and its rule
 */
export function settingsOf(assignments: readonly string[]): CapacitySettings {
  return Object.assign({}, DEFAULTS, ...assignments.map(parsed));
}

function parsed(assignment: string): Partial<CapacitySettings> {
  const [name = '', value = ''] = assignment.split('=', 2);
  if (!Object.hasOwn(DEFAULTS, name)) {
    throw new RangeError(`--settings ${assignment}: there are ${Object.keys(DEFAULTS).join(', ')}`);
  }
  if (name === 'indexes') return { indexes: indexesOf(value) };
  if (!/^[1-9]\d*$/.test(value)) throw new RangeError(`--settings ${assignment}: must be a whole number above 0`);
  return { [name]: Number(value) };
}

function indexesOf(value: string): IndexName[] {
  if (value === 'none') return [];
  return value.split(',').map((name) => {
    const index = INDEXES.find((one) => one === name);
    if (!index) throw new RangeError(`--settings indexes=${value}: must be none, or some of ${INDEXES.join(', ')}`);
    return index;
  });
}

/** Quotas that a large customer asks AWS for, with the settings that use them. */
export const RAISED: CapacitySettings = {
  ...DEFAULTS,
  throttleRate: 100_000,
  throttleBurst: 50_000,
  accountRate: 100_000,
  accountBurst: 50_000,
  accountConcurrency: 10_000,
  redriveConcurrency: 100,
  warmWriteUnits: 100_000,
  tableWriteQuota: 200_000,
  // Without byBatchId, because no quota raises the limit of its hot keys
  indexes: ['byClientMessageId', 'byDestination'],
};
