import type { Construct } from 'constructs';
import type * as v from 'valibot';
import type { SmsReceiptsProps } from './construct/sms-receipts-props.ts';

/** Props that several settings make up. */
type Group = 'throttle' | 'domain' | 'events' | 'archive' | 'reconcile' | 'page';

/** What one setting adds to the props of the construct. */
export type PartOfProps = Omit<SmsReceiptsProps, Group> & {
  readonly [group in Group]?: Partial<NonNullable<SmsReceiptsProps[group]>>;
};

/** A setting of a deployment. */
export interface Setting<S extends v.GenericSchema> {
  readonly rule: S;
  /** What a deployment without the setting has, as a value of the setting; missing for nothing. The construct applies it. */
  readonly default?: v.InferInput<S>;
  /**
   * The value that leaves the feature out, as if the setting was missing. For features that a deployment must not remove because
   * a setting was forgotten: it then has to be set to this value.
   */
  readonly off?: 'off' | 'none';
  /**
   * Converts a valid value. Missing if the stack uses the value itself.
   *
   * @param stack - for resources that are imported
   * @param given - all valid settings
   */
  readonly toProps?: (
    value: v.InferOutput<S>,
    stack: Construct,
    given: Readonly<Record<string, unknown>>,
  ) => PartOfProps;
}

/** Infers the types of `toProps` from the rule. */
export function setting<const S extends v.GenericSchema>(setting: Setting<S>): Setting<S> {
  return setting;
}
