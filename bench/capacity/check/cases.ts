import { type CapacitySettings, DEFAULTS } from '../settings.ts';

/** A load that one machine can generate, with limits that it reaches. */
export interface CheckCase {
  readonly name: string;
  /** First posts a second. */
  readonly rate: number;
  readonly messages: number;
  readonly settings: CapacitySettings;
  readonly hangs: boolean;
}

/** Factor by which the vendor's retries are faster. */
export const CLOCK = 10;

const BASE: CapacitySettings = {
  ...DEFAULTS,
  throttleRate: 10_000,
  throttleBurst: 10_000,
  accountRate: 10_000,
  accountBurst: 10_000,
  accountConcurrency: 12,
  warmWriteUnits: 10_000,
  tableWriteQuota: 10_000,
  // The check has no redrive function
  redriveConcurrency: 0,
  // The fake only counts writes
  indexes: [],
};

export const CASES: readonly CheckCase[] = [
  {
    name: 'the throttle refuses',
    rate: 100,
    messages: 200,
    settings: { ...BASE, throttleRate: 20, throttleBurst: 40 },
    hangs: false,
  },
  {
    name: 'Lambda refuses above 120 a second',
    rate: 250,
    messages: 400,
    settings: BASE,
    hangs: false,
  },
  {
    name: 'DynamoDB takes 20 writes a second',
    rate: 80,
    messages: 150,
    settings: { ...BASE, warmWriteUnits: 20 },
    hangs: false,
  },
  { name: 'DynamoDB hangs', rate: 60, messages: 150, settings: BASE, hangs: true },
];
