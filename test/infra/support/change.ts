import type { Template } from 'aws-cdk-lib/assertions';
import { widgetsOf } from './dashboard.ts';

type Json = { readonly [name: string]: unknown };

/** The template, with the widgets of the dashboard by their titles instead of one text. */
export function readable(template: Template): Json {
  // A version is named by what is in it
  const { Resources, ...others } = JSON.parse(
    JSON.stringify(template.toJSON()).replace(/(CurrentVersion)[0-9A-Fa-f]{40}/g, '$1'),
  );
  const resources = Object.entries(Resources as Record<string, Json>).map(([id, made]) => [
    id,
    made.Type === 'AWS::CloudWatch::Dashboard' ? { ...made, Properties: widgetsByTitle(template) } : made,
  ]);
  return { ...others, Resources: Object.fromEntries(resources) };
}

function widgetsByTitle(template: Template): Json {
  const widgets = widgetsOf(template).map(({ properties: { title, markdown = '', ...properties } }) => [
    title ?? markdown.split('\n')[0],
    title === undefined ? markdown : properties,
  ]);
  return Object.fromEntries(widgets);
}

/** The resources, outputs and values that differ, a line each. Of what is removed, only the name. The settings' own output is left out. */
export function changeOf(...templates: readonly [before: Template, after: Template]): string {
  const [before, after] = templates.map(readable) as [Json, Json];
  const [old, now] = [new Map(leavesOf(before)), new Map(leavesOf(after))];
  const lines = [...now].flatMap(([path, value]) => {
    if (old.get(path) === value) return [];
    return [old.has(path) ? `  ${path}: ${old.get(path)} -> ${value}` : `+ ${path}: ${value}`];
  });
  const isIn = (template: Json, path: string) =>
    path.split(' ').reduce<unknown>((part, name) => (part as Json | undefined)?.[name], template) !== undefined;
  const removed = [...old.keys()].flatMap((path) => {
    if (now.has(path)) return [];
    const names = path.split(' ');
    return [names.slice(0, 1 + names.findIndex((_, at) => !isIn(after, names.slice(0, at + 1).join(' ')))).join(' ')];
  });
  return [...lines, ...[...new Set(removed)].map((path) => `- ${path}`)]
    .filter((line) => !line.includes(' Outputs Settings '))
    .join('\n');
}

/** The paths to all values that are no objects with names of their own, and those values as JSON. */
function leavesOf(value: unknown, path: readonly string[] = []): [path: string, value: string][] {
  const isLeaf = typeof value !== 'object' || value === null || /^(Ref|Fn::)/.test(Object.keys(value)[0] ?? 'Ref');
  if (isLeaf) return [[path.join(' '), JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, [...path, name]));
}
