import { html as escaped } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { printable } from '../terminal/output.ts';

export type Html = HtmlEscapedString;
export type Value = string | number | false | undefined | Html | readonly Value[];

/**
 * A template of HTML in which every value is text: escaped, and with a dot for each control and format character,
 * because values come from outside. `false` and undefined leave nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  // Only a promise among the values makes a promise of the result
  return escaped(strings, ...values.map(inert)) as Html;
}

function inert(value: Value): unknown {
  if (Array.isArray(value)) return value.map(inert);
  // HTML that was made here is an object
  return typeof value === 'string' ? printable(value) : value;
}
