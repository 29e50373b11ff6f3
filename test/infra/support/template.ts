import type { Template } from 'aws-cdk-lib/assertions';

/** A resource as a template has it. */
export interface Resource {
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** The only resource of this type whose logical id has this prefix. */
export function resource(template: Template, type: string, idPrefix = ''): Resource {
  return template.findResources(type)[logicalId(template, type, idPrefix)] as unknown as Resource;
}

/** The logical id of that resource. */
export function logicalId(template: Template, type: string, idPrefix = ''): string {
  const found = Object.keys(template.findResources(type)).filter((id) => id.startsWith(idPrefix));
  const [id] = found;
  if (id === undefined || found.length > 1)
    throw new Error(`${found.length} resources are of type ${type} with an id that begins with ${idPrefix}`);
  return id;
}

/** An alarm as a template has it. */
export interface AlarmProperties {
  readonly AlarmName: string;
  /** What happens, then labelled lines. Values that only a deployment knows are replaced by their names. */
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  /** Instead of a single metric, if the alarm computes a value. */
  readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
  readonly [property: string]: unknown;
}

/** The alarms by their names without that of the stack and their severity: `server-errors`. */
export function alarmsOf(template: Template): ReadonlyMap<string, AlarmProperties> {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => ({
    ...Properties,
    AlarmDescription: textOf(Properties.AlarmDescription),
  })) as unknown as AlarmProperties[];
  return new Map(alarms.map((alarm) => [alarm.AlarmName.replace(/^\w+-(page|ticket)-/, ''), alarm]));
}

/** A text with references and conditions, as in most commercial Regions. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Join': join, 'Fn::If': condition } = value as Record<string, never> & { Ref?: string };
  if (Ref !== undefined) return Ref;
  if (condition !== undefined) return textOf((condition as unknown[])[2]);
  return ((join as unknown as [string, unknown[]])[1] ?? []).map(textOf).join('');
}

/** The template without the output that repeats its settings. */
export function withoutSettings(template: Template): object {
  const { Outputs, ...rest } = template.toJSON();
  const { Settings: _, ...others } = Outputs;
  return { ...rest, Outputs: others };
}
