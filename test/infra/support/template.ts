import type { Template } from 'aws-cdk-lib/assertions';

/** A resource as a template has it. */
export interface Resource {
  readonly Type: string;
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

type Intrinsic =
  | string
  | { readonly Ref: string }
  | { readonly 'Fn::GetAtt': readonly [id: string, attribute: string] }
  | { readonly 'Fn::If': readonly [condition: string, then: Intrinsic, otherwise: Intrinsic] }
  | { readonly 'Fn::Join': readonly [separator: string, parts: readonly Intrinsic[]] };

/** A text as in most commercial Regions. Values that only a deployment knows are replaced by the ids of their resources. */
export function textOf(value: unknown): string {
  const text = value as Intrinsic;
  if (typeof text === 'string') return text;
  if ('Ref' in text) return text.Ref;
  if ('Fn::GetAtt' in text) return text['Fn::GetAtt'].join('.');
  return 'Fn::If' in text ? textOf(text['Fn::If'][2]) : text['Fn::Join'][1].map(textOf).join('');
}

/** The template without the output that repeats its settings. */
export function withoutSettings(template: Template): object {
  const { Outputs, ...rest } = template.toJSON();
  const { Settings: _, ...others } = Outputs;
  return { ...rest, Outputs: others };
}
