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

/** The template without the output that repeats its settings. */
export function withoutSettings(template: Template): object {
  const { Outputs, ...rest } = template.toJSON();
  const { Settings: _, ...others } = Outputs;
  return { ...rest, Outputs: others };
}
